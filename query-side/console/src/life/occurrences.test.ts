import { expect, test } from 'vitest'
import { occurrences } from './occurrences'

const next = (date: string, calendar: 'solar' | 'lunar', from: string) =>
  occurrences(date, { calendar, yearly: true }, from, `${Number(from.slice(0, 4)) + 2}-01-01`)[0]

// The same cases as the service's own.
test.each([
  ['2024-02-10', '2024-02-11', '2025-01-29'],
  ['2024-02-10', '2026-01-01', '2026-02-17'],
  ['2024-02-10', '2033-02-01', '2034-02-19'],
  ['2024-09-17', '2025-01-01', '2025-10-06'],
  ['2024-09-17', '2026-01-01', '2026-09-25'],
  ['2023-03-25', '2024-01-01', '2024-03-13'],
  ['2024-07-06', '2025-01-01', '2025-06-25'],
  ['2033-12-22', '2034-01-01', '2034-12-11'],
  ['2023-01-21', '2023-02-01', '2024-02-09'],
  ['2023-01-21', '2024-03-01', '2025-01-28'],
  ['2001-05-23', '2012-05-01', '2012-05-21'],
])('a lunar date of %s comes, from %s on, on %s', (date, from, day) => {
  expect(next(date, 'lunar', from)).toBe(day)
})

test.each([
  ['2020-02-29', '2021-01-01', '2021-02-28'],
  ['2020-02-29', '2023-03-01', '2024-02-29'],
  ['2020-12-31', '2021-12-31', '2021-12-31'],
  ['2020-01-31', '2021-02-01', '2022-01-31'],
])('a solar date of %s comes, from %s on, on %s', (date, from, day) => {
  expect(next(date, 'solar', from)).toBe(day)
})

test('a lunar birthday comes once in each lunar year, and not before it began', () => {
  expect(occurrences('2022-11-12', { calendar: 'lunar', yearly: true }, '2021-06-01', '2026-11-30')).toEqual([
    '2022-11-12',
    '2023-12-01',
    '2024-11-19',
    '2025-12-08',
    '2026-11-27',
  ])
})

test('what comes once comes once', () => {
  const once = { calendar: 'solar', yearly: false } as const
  expect(occurrences('2026-05-01', once, '2026-01-01', '2030-01-01')).toEqual(['2026-05-01'])
  expect(occurrences('2026-05-01', once, '2026-05-02', '2030-01-01')).toEqual([])
})
