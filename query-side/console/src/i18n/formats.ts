import { DAY, HOUR, MINUTE, now, toDate, YEAR, type Micros } from '../life/time'

/** Times where the user is, in the user's language. */
export interface Formats {
  /** 3 Mar 2024 */
  day: (at: Micros) => string
  /** Sun 3 Mar */
  shortDay: (at: Micros) => string
  /** 3 Mar 2024, 14:05 */
  minute: (at: Micros) => string
  /** 14:05 */
  time: (at: Micros) => string
  /** March 2024 */
  month: (at: Micros) => string
  /** Mar */
  shortMonth: (at: Micros) => string
  year: (at: Micros) => string
  /** A calendar day YYYY-MM-DD, whatever the zone. */
  date: (day: string) => string
  /** Sunday 3 March, where the user is. */
  weekday: (day: Date) => string
  /** 3 months ago */
  ago: (at: Micros) => string
  /** 3 months */
  span: (length: Micros) => string
  number: (value: number) => string
  /** 0.684 is 68% */
  percent: (share: number) => string
  money: (amount: number, currency: string) => string
}

const UNITS: readonly [Intl.RelativeTimeFormatUnit, Micros][] = [
  ['year', YEAR],
  ['month', YEAR / 12],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
]

export function formats(locale: string): Formats {
  const at = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options)
    return (moment: Micros) => format.format(toDate(moment))
  }
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const numbers = new Intl.NumberFormat(locale)
  const percents = new Intl.NumberFormat(locale, { style: 'percent' })
  const units = new Map(
    UNITS.map(([unit]) => [
      unit,
      new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: unit.replace(/s$/, ''),
        unitDisplay: 'long',
        maximumFractionDigits: 0,
      }),
    ]),
  )
  const largest = (length: Micros) =>
    UNITS.find(([, size]) => Math.abs(length) >= size) ?? UNITS.at(-1)!
  const calendar = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeZone: 'UTC',
  })
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', month: 'long', day: 'numeric' })
  return {
    weekday: (day) => weekday.format(day),
    day: at({ year: 'numeric', month: 'short', day: 'numeric' }),
    shortDay: at({ weekday: 'short', month: 'short', day: 'numeric' }),
    minute: at({ dateStyle: 'medium', timeStyle: 'short' }),
    time: at({ hour: '2-digit', minute: '2-digit' }),
    month: at({ year: 'numeric', month: 'long' }),
    shortMonth: at({ month: 'short' }),
    year: at({ year: 'numeric' }),
    date: (day) => {
      const time = Date.parse(`${day}T00:00:00Z`)
      return Number.isNaN(time) ? day : calendar.format(time)
    },
    ago: (moment) => {
      const length = moment - now()
      const [unit, size] = largest(length)
      return relative.format(Math.trunc(length / size), unit)
    },
    span: (length) => {
      const [unit, size] = largest(length)
      return units.get(unit)!.format(Math.max(1, Math.round(length / size)))
    },
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(share),
    money: (amount, currency) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount),
  }
}
