import { expect, test } from 'vitest'
import { differences, questionNamed } from './questions'

const changes = questionNamed('changes')

test('two answers differ by rows that are gone, new, or say something else', () => {
  const stays = { customer: 'a', at: '2024-01-01T00:00:00Z', toRep: 'x' }
  const gone = { customer: 'b', at: '2024-01-02T00:00:00Z', toRep: 'x' }
  const was = { customer: 'c', at: '2024-01-03T00:00:00Z', toRep: 'x' }
  const is = { customer: 'c', at: '2024-01-03T00:00:00Z', toPool: 'p' }
  const added = { customer: 'd', at: '2024-01-04T00:00:00Z', toRep: 'y' }
  expect(differences(changes, [stays, gone, was], [{ ...stays }, is, added])).toEqual([
    { row: was, mark: 'was' },
    { row: is, mark: 'is' },
    { row: added, mark: 'new' },
    { row: gone, mark: 'gone' },
  ])
})

test('the same customer twice is not the same change twice', () => {
  const first = { customer: 'a', at: '2024-01-01T00:00:00Z', toRep: 'x' }
  const second = { customer: 'a', at: '2024-02-01T00:00:00Z', toRep: 'y' }
  expect(differences(changes, [first], [first, second])).toEqual([{ row: second, mark: 'new' }])
})

test('an unknown question is the first one', () => {
  expect(questionNamed('nonsense').name).toBe('owner')
})
