import { afterEach, expect, test, vi } from 'vitest'
import { request } from './client'

afterEach(() => vi.unstubAllGlobals())

/** The headers of what was asked, by method and path. */
function service(status = 200) {
  const asked = new Map<string, Record<string, string>>()
  vi.stubGlobal('fetch', async (path: string, { method, headers }: RequestInit) => {
    asked.set(`${method} ${path}`, headers as Record<string, string>)
    return new Response('{}', { status: method === 'GET' ? 200 : status })
  })
  return asked
}

test('nothing is waited for as long as nothing was changed, nor by what was refused', async () => {
  const asked = service(409)
  await request('GET', '/api/customers')
  await request('POST', '/api/customers').catch(() => undefined)
  await request('GET', '/api/pools')
  expect(asked.get('GET /api/customers')).not.toHaveProperty('Custody-At-Least')
  expect(asked.get('GET /api/pools')).not.toHaveProperty('Custody-At-Least')
})

test('whatever is asked after a change of ours waits until the views show it', async () => {
  const asked = service()
  await request('POST', '/api/customers')
  await request('GET', '/api/customers')
  expect(asked.get('POST /api/customers')).not.toHaveProperty('Custody-At-Least')
  expect(asked.get('GET /api/customers')).toHaveProperty('Custody-At-Least', 'now')
})

test('lists that cannot be brought up to now in time are shown as they are', async () => {
  service()
  await request('POST', '/api/customers')
  const asked: unknown[] = []
  vi.stubGlobal('fetch', async (_path: string, { headers }: RequestInit) => {
    const least = (headers as Record<string, string>)['Custody-At-Least']
    asked.push(least)
    return least
      ? new Response('{"code":"not-yet-visible"}', { status: 503 })
      : new Response('{"total":3}')
  })
  expect(await request('GET', '/api/customers')).toEqual({ total: 3 })
  expect(asked).toEqual(['now', undefined])
})
