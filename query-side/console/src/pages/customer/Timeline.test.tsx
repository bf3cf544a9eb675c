import { act, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lifeOf } from '../../life/definition'
import type { Recorded } from '../../life/events'
import { DAY, instant, MILLI, startOfDay } from '../../life/time'
import { show } from '../../test/render'
import { useMoment } from './moment'
import { Timeline } from './Timeline'

const NOW = instant('2026-11-29T12:00:00Z')

const life = (...happened: [day: string, name: string, event: object][]) =>
  lifeOf(
    happened.map(([day, name, event], i) => ({
      eventId: `e${i}`,
      name,
      event,
      recordedAt: instant(`${day}T09:00:00Z`),
      effectiveAt: instant(`${day}T09:00:00Z`),
      actor: 'user:a',
      channel: 'api',
      version: i + 1,
    })) as unknown as Recorded[],
  )

const registered = (day: string): [string, string, object] => [
  day,
  'customer.registered',
  { kind: 'outlet', fields: { name: 'Tea house' }, externalIds: [], holder: { pool: 'north' } },
]
const promised = (day: string, due: string): [string, string, object] => [
  day,
  'follow-up.recorded',
  {
    followUp: due,
    details: { medium: 'visit', occurredAt: '', summary: 'Tea', nextStep: { what: 'Samples', due } },
  },
]
const noted = (calendar: string, yearly: boolean, date: string): [string, string, object] => [
  '2026-11-02',
  'date.set',
  { date, details: { kind: 'birthday', date, calendar, yearly, remindDaysBefore: 7 } },
]

function Page({ of }: { of: ReturnType<typeof life> }) {
  const moment = useMoment()
  return (
    <>
      <Timeline life={of} now={NOW} moment={moment} onShow={() => undefined} />
      <button onClick={() => moment.set({ asOf: instant('2022-07-01T09:00:00Z') })}>July 2022</button>
      <button onClick={() => moment.set({ asOf: null })}>Back to now</button>
    </>
  )
}

const edge = (name: string) =>
  Number(screen.getByRole('slider', { name: `${name} of what is shown` }).getAttribute('aria-valuenow')) * MILLI

test('a lunar birthday stands where it comes back', () => {
  show(<Page of={life(registered('2026-11-01'), noted('lunar', true, '1966-11-23'))} />)
  // The twelfth of the tenth month.
  expect(screen.getByRole('button', { name: /^Birthday, 20 Nov 2026/ })).toBeTruthy()
})

test('what is promised and what comes soon is in sight of a young customer', () => {
  show(
    <Page
      of={life(registered('2026-11-01'), promised('2026-11-20', '2026-12-18'), noted('solar', false, '2026-12-24'))}
    />,
  )
  expect(screen.getByRole('button', { name: /^Promise open, Samples, 18 Dec 2026/ })).toBeTruthy()
  expect(screen.getByRole('button', { name: /^Birthday, 24 Dec 2026/ })).toBeTruthy()
})

test('what comes soon takes no more room than what has been', () => {
  show(<Page of={life(registered('2026-11-01'), noted('solar', false, '2027-02-20'))} />)
  expect(edge('End') - NOW).toBeLessThanOrEqual(31 * DAY)
  fireEvent.click(screen.getByRole('button', { name: 'All' }))
  expect(screen.getByRole('button', { name: /^Birthday, 20 Feb 2027/ })).toBeTruthy()
})

test('what is promised for a day months ahead can be reached', () => {
  show(<Page of={life(registered('2026-11-01'), promised('2026-11-20', '2027-06-01'))} />)
  expect(edge('End')).toBeLessThan(startOfDay('2027-06-01'))
  fireEvent.click(screen.getByRole('button', { name: 'All' }))
  expect(screen.getByRole('button', { name: /^Promise open/ })).toBeTruthy()
})

test('a promise is overdue after its day, not on it', () => {
  const days: [string, string, object][] = [promised('2026-11-20', '2026-11-28'), promised('2026-11-20', '2026-11-29')]
  show(<Page of={life(registered('2026-11-01'), ...days)} />)
  fireEvent.click(screen.getByRole('button', { name: 'Show as a table' }))
  expect(screen.getAllByRole('row').map((it) => it.textContent).filter((it) => it?.includes('Promise'))).toEqual([
    expect.stringContaining('Promise open'),
    expect.stringContaining('Promise overdue'),
  ])
})

test('a moment that is chosen elsewhere on the page comes into view, and so does now', () => {
  show(<Page of={life(registered('2021-06-20'), promised('2025-07-01', '2025-08-01'))} />)
  expect(edge('Start')).toBeGreaterThan(instant('2022-07-01T09:00:00Z'))
  fireEvent.click(screen.getByText('July 2022'))
  expect(edge('Start')).toBeLessThan(instant('2022-07-01T09:00:00Z'))
  expect(edge('End')).toBeLessThan(NOW)
  fireEvent.click(screen.getByText('Back to now'))
  expect(edge('End')).toBeGreaterThan(NOW)
})

test('in the table what was taken back is struck through', () => {
  show(<Page of={life(registered('2026-11-01'), promised('2026-11-20', '2026-12-28'), ['2026-11-21', 'event.voided', { event: 'e1' }])} />)
  fireEvent.click(screen.getByRole('button', { name: 'Show as a table' }))
  expect(screen.getByText('Visit').tagName).toBe('S')
  expect(screen.getByText('Registered as Outlet').tagName).toBe('B')
})

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('while the history is played the view goes along', () => {
  vi.spyOn(window, 'matchMedia').mockImplementation(
    (query) => ({ matches: query.includes('reduce'), addEventListener: vi.fn(), removeEventListener: vi.fn() }) as unknown as MediaQueryList,
  )
  const first = instant('2021-06-20T09:00:00Z')
  const visits = ['2021', '2022', '2023', '2024', '2025'].map((year) => promised(`${year}-07-01`, `${year}-08-01`))
  show(<Page of={life(registered('2021-06-20'), ...visits)} />)
  expect(edge('Start')).toBeGreaterThan(first)
  fireEvent.click(screen.getByRole('button', { name: 'Play' }))
  expect(edge('Start')).toBeLessThan(first)
  for (let step = 0; step < visits.length; step++) act(() => void vi.advanceTimersByTime(1200))
  expect(edge('End')).toBeGreaterThan(instant('2025-07-01T09:00:00Z'))
})
