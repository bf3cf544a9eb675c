import { expect, test } from 'vitest'
import { lifeOf } from '../../life/definition'
import type { Recorded } from '../../life/events'
import { DAY, HOUR } from '../../life/time'
import { chapterAt, chapters } from './chapters'

let version = 0
const event = (name: string, at: number, event: object = {}, id = `e${version}`) =>
  ({ name, event, eventId: id, effectiveAt: at, recordedAt: at, version: ++version }) as Recorded

const life = lifeOf([
  event('customer.registered', 0),
  event('profile.amended', HOUR / 2),
  event('profile.amended', 40 * DAY),
  event('follow-up.recorded', 40 * DAY + 1),
  event('follow-up.recorded', 50 * DAY, {}, 'wrong'),
  event('event.voided', 51 * DAY, { event: 'wrong' }),
])
const walk = chapters(life, 60 * DAY, HOUR)

test('what happened at once is one stop, what matters most first', () => {
  expect(walk.map((it) => it.events.map((e) => e.name))).toEqual([
    ['customer.registered', 'profile.amended'],
    ['follow-up.recorded', 'profile.amended'],
  ])
  expect(walk[1]!.silence).toBe(40 * DAY - HOUR / 2)
})

test('the walk is taken up where somebody stands', () => {
  expect(chapterAt(walk, -1)).toBe(0)
  expect(chapterAt(walk, 39 * DAY)).toBe(0)
  expect(chapterAt(walk, 40 * DAY)).toBe(1)
})
