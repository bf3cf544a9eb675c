import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { atLeast } from './commands'
import { hear } from './live'

const stale = (queries: QueryClient, key: unknown[]) => queries.getQueryState(key)?.isInvalidated

function showing(...keys: unknown[][]): QueryClient {
  const queries = new QueryClient()
  for (const key of keys) queries.setQueryData(key, {})
  return queries
}

test('what is shown of a customer that changed is asked for again, at least that new', () => {
  const queries = showing(['life', 'a'], ['life', 'b'])
  hear(queries, { customers: [{ id: 'a', version: 7 }] })
  expect(stale(queries, ['life', 'a'])).toBe(true)
  expect(stale(queries, ['life', 'b'])).toBe(false)
  expect(atLeast('a')).toBe(7)
})

test('an older version is no news, and does not take back what we know', () => {
  const queries = showing(['life', 'c'])
  hear(queries, { customers: [{ id: 'c', version: 7 }] })
  queries.setQueryData(['life', 'c'], {})
  hear(queries, { customers: [{ id: 'c', version: 6 }] })
  expect(stale(queries, ['life', 'c'])).toBe(false)
  expect(atLeast('c')).toBe(7)
})
