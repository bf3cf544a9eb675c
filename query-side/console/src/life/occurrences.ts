import type { ImportantDate } from './events'

/** Days since 1970. */
type Day = number
const MILLIS = 86_400_000
const dayOf = (text: string): Day => Date.parse(`${text}T00:00:00Z`) / MILLIS
const textOf = (day: Day): string => new Date(day * MILLIS).toISOString().slice(0, 10)

/**
 * The days on which an important date comes, between two days, both included; the same as in the
 * service. What began on the 29th of February comes on the 28th in other years; what began in a leap
 * month of the Chinese calendar comes in the leap month where that year has it, else in the month
 * itself; what began on its 30th comes on the 29th where the month has no more.
 *
 * @param date the day it began, YYYY-MM-DD in the solar calendar
 */
export function occurrences(
  date: string,
  { calendar, yearly }: Pick<ImportantDate, 'calendar' | 'yearly'>,
  from: string,
  to: string,
): string[] {
  const began = dayOf(date)
  const days = yearly ? (calendar === 'lunar' ? lunar : solar)(began, from, to) : [date]
  return days.filter((day) => date <= day && from <= day && day <= to)
}

const yearOf = (day: string) => Number(day.slice(0, day.indexOf('-', 1)))

function solar(began: Day, from: string, to: string): string[] {
  const [, month, day] = textOf(began).split('-').map(Number)
  const days: string[] = []
  for (let year = yearOf(from); year <= yearOf(to); year++) {
    const last = new Date(Date.UTC(year, month!, 0)).getUTCDate()
    days.push(textOf(Date.UTC(year, month! - 1, Math.min(day!, last)) / MILLIS))
  }
  return days
}

function lunar(began: Day, from: string, to: string): string[] {
  const wanted = lunarOf(began)
  const days: string[] = []
  // A lunar year ends in the solar one after it.
  for (let year = yearOf(from) - 1; year <= yearOf(to); year++) {
    let first = firstOf({ ...wanted, year, leap: false })
    if (wanted.leap) {
      const next = firstOf(lunarOf(first + 30))
      if (lunarOf(next).leap) first = next
    }
    const day = first + wanted.day - 1
    days.push(textOf(lunarOf(day).day === wanted.day ? day : first + 28))
  }
  return days
}

interface Lunar {
  year: number
  month: number
  leap: boolean
  day: number
}

const CHINESE = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'UTC',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
})

function lunarOf(day: Day): Lunar {
  const parts = new Map(CHINESE.formatToParts(day * MILLIS).map((it) => [it.type as string, it.value]))
  const month = parts.get('month')!
  return {
    year: Number(parts.get('relatedYear')),
    month: parseInt(month),
    leap: month.endsWith('bis'),
    day: Number(parts.get('day')),
  }
}

/** The first day of a month, which comes at least so many days of 29 after the earliest New Year. */
function firstOf({ year, month, leap }: Lunar): Day {
  let day = Date.UTC(year, 0, 20) / MILLIS + (month - 1) * 29
  for (;;) {
    const it = lunarOf(day)
    if (it.year === year && it.month === month && it.leap === leap) return day - it.day + 1
    day += 31 - it.day
  }
}
