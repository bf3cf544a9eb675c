/**
 * An instant as microseconds since 1970, UTC: the resolution of the store, and exact in a number
 * for the years 1800 to 2200.
 */
export type Micros = number

export const MILLI = 1000
export const SECOND = 1000 * MILLI
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
export const WEEK = 7 * DAY
export const YEAR = 365.2425 * DAY

/** Later than everything. */
export const FOR_EVER: Micros = Number.MAX_SAFE_INTEGER

const INSTANT =
  /^(-?\d{4,6}-\d\d-\d\dT\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)$/i

/** Reads RFC 3339; undefined if it is none. What is finer than a microsecond is cut off. */
export function parseInstant(text: string | null | undefined): Micros | undefined {
  const match = text ? INSTANT.exec(text.replace(/ (?=\d\d:\d\d$)/, '+')) : null
  if (!match) return undefined
  const [, minute, seconds = '00', fraction = '', offset] = match
  const millis = Date.parse(`${minute}:${seconds}${offset!.toUpperCase()}`)
  return Number.isNaN(millis)
    ? undefined
    : millis * MILLI + Number(fraction.padEnd(6, '0').slice(0, 6))
}

/** Reads an instant that a service wrote. */
export function instant(text: string): Micros {
  const at = parseInstant(text)
  if (at === undefined) throw new Error(`not an instant: ${text}`)
  return at
}

/** Writes RFC 3339 in UTC, as short as it can be. */
export function formatInstant(at: Micros): string {
  const millis = Math.floor(at / MILLI)
  const micros = at - millis * MILLI
  const text = new Date(millis).toISOString()
  if (micros !== 0) return text.replace('Z', `${String(micros).padStart(3, '0')}Z`)
  return text.replace(/\.000Z$/, 'Z')
}

export const toDate = (at: Micros): Date => new Date(at / MILLI)
export const fromDate = (date: Date): Micros => date.getTime() * MILLI
export const now = (): Micros => Date.now() * MILLI

/** The first instant of a day (YYYY-MM-DD) where the user is. */
export function startOfDay(day: string): Micros {
  const [year, month, date] = day.split('-').map(Number)
  return fromDate(new Date(year!, month! - 1, date!))
}

/** The day where the user is, as YYYY-MM-DD. */
export function dayOf(at: Micros): string {
  const date = toDate(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
