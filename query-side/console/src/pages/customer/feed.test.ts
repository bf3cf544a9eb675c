import { expect, test } from 'vitest'
import type { Recorded } from '../../life/events'
import { MINUTE } from '../../life/time'
import { grouped } from './feed'

const event = (name: string, minute: number, actor = 'user:a') =>
  ({ name, actor, effectiveAt: minute * MINUTE }) as Recorded

const shape = (events: Recorded[]) =>
  grouped(events, (it) => it.effectiveAt).map((it) => ('burst' in it ? it.burst.length : 1))

test('changes of one person within minutes are one entry', () => {
  expect(shape([0, 1, 2, 11, 12].map((at) => event('profile.amended', at)))).toEqual([5])
})

test('three are not a burst, nor are changes of different people or far apart', () => {
  expect(shape([0, 1, 2].map((at) => event('profile.amended', at)))).toEqual([1, 1, 1])
  expect(
    shape([0, 1, 2, 3].map((at) => event('profile.amended', at, at % 2 ? 'user:a' : 'user:b'))),
  ).toEqual([1, 1, 1, 1])
  expect(shape([0, 20, 40, 60].map((at) => event('profile.amended', at)))).toEqual([1, 1, 1, 1])
})

test('what was said stands alone and ends a burst', () => {
  const many = [0, 1, 2, 3].map((at) => event('contact.added', at))
  expect(shape([...many, event('follow-up.recorded', 4), ...many])).toEqual([4, 1, 4])
})
