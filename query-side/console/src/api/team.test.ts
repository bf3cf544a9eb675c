import { expect, test } from 'vitest'
import { dayOf, DAY, startOfDay } from '../life/time'
import { WEEKS, weekStart } from './team'

test.each(['2026-11-23', '2026-11-26', '2026-11-29'])(
  'the week that %s is in began on its Monday, those before it on theirs',
  (day) => {
    const now = startOfDay(day) + DAY / 2
    const days = Array.from({ length: WEEKS }, (_, week) => dayOf(weekStart(now, week)))
    expect(days.at(-1)).toBe('2026-11-23')
    expect(days.at(-5)).toBe('2026-10-26')
    expect(days[0]).toBe('2026-09-07')
    expect(dayOf(weekStart(now, 0) - 1)).toBe('2026-09-06')
  },
)
