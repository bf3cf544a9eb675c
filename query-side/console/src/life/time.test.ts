import { expect, test } from 'vitest'
import { formatInstant, instant, parseInstant } from './time'

test.each([
  ['2026-01-31T09:30:00.123456Z', '2026-01-31T09:30:00.123456Z'],
  ['2026-01-31T09:30:00+08:00', '2026-01-31T01:30:00Z'],
  ['2026-01-31T09:30Z', '2026-01-31T09:30:00Z'],
  ['2026-01-31T09:30:00.5Z', '2026-01-31T09:30:00.500Z'],
  ['2026-01-31T09:30:00.1234569Z', '2026-01-31T09:30:00.123456Z'],
  ['1834-01-31T09:30:00.000001Z', '1834-01-31T09:30:00.000001Z'],
  ['2026-01-31T09:30:00 08:00', '2026-01-31T01:30:00Z'],
])('%s is kept to the microsecond', (text, same) => {
  expect(formatInstant(instant(text))).toBe(same)
})

test.each(['', '2026-01-31', '2026-01-31T09:30:00', 'yesterday', '2026-13-31T09:30:00Z', null])(
  '%s is no instant',
  (text) => {
    expect(parseInstant(text)).toBeUndefined()
  },
)
