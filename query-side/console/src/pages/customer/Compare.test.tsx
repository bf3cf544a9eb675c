import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { lifeOf } from '../../life/definition'
import type { Recorded } from '../../life/events'
import { instant } from '../../life/time'
import { show } from '../../test/render'
import { Compare } from './Compare'

const DAYS = ['2026-05-01', '2026-06-01', '2026-07-01']

/** What happened, a list for each of the days. */
const life = (...days: [name: string, event: object][][]) =>
  lifeOf(
    days
      .flatMap((happened, day) => happened.map((it) => [day, ...it] as const))
      .map(([day, name, event], i) => ({
        eventId: `e${i}`,
        name,
        event,
        recordedAt: instant(`${DAYS[day]}T09:00:00Z`),
        effectiveAt: instant(`${DAYS[day]}T09:00:00Z`),
        actor: 'user:a',
        channel: 'api',
        version: i + 1,
      })) as unknown as Recorded[],
  )

const REGISTERED: [string, object] = [
  'customer.registered',
  { kind: 'outlet', fields: { name: 'Tea house' }, externalIds: [], holder: { pool: 'north' } },
]

function compare(...days: [name: string, event: object][][]) {
  const now = instant('2026-07-02T00:00:00Z')
  show(<Compare life={life(...days)} now={now} asOf={instant('2026-05-15T00:00:00Z')} knownAt={now} />)
}

const row = (name: string) => within(screen.getByRole('row', { name: new RegExp(`^${name}`) }))
const removed = (name: string) => row(name).queryAllByRole('deletion').map((it) => it.textContent)
const added = (name: string) => row(name).queryAllByRole('insertion').map((it) => it.textContent)

test('what changed within a contact, a date or what is sold is a difference', () => {
  const contact = (phone: string) => ({ contact: 'c', fields: { phone } })
  const date = (id: string, date: string) => ({
    date: id,
    details: { kind: 'birthday', date, calendar: 'solar', yearly: true, remindDaysBefore: 7 },
  })
  compare(
    [
      REGISTERED,
      ['contact.added', { contact: 'c', fields: { name: 'Li Mei', phone: '111' } }],
      ['date.set', date('d', '1980-03-05')],
      ['assortment.reported', { product: 'Soy sauce', monthlyVolume: 30 }],
    ],
    [
      ['contact.amended', contact('222')],
      ['date.removed', { date: 'd' }],
      ['date.set', date('e', '1981-03-05')],
      ['assortment.reported', { product: 'Soy sauce', monthlyVolume: 12 }],
    ],
  )
  expect(removed('Contacts')[0]).toContain('111')
  expect(added('Contacts')[0]).toContain('222')
  expect(added('Important dates')[0]).toContain('1981')
  expect([removed('Assortment'), added('Assortment')]).toEqual([
    ['Soy sauce · 30 a month'],
    ['Soy sauce · 12 a month'],
  ])
})

test('a complaint, a stand-in and a loss are differences', () => {
  compare(
    [REGISTERED],
    [
      ['ownership.assigned', { to: { rep: 'r' } }],
      ['complaint.raised', { complaint: 'k', details: { category: 'quality', severity: 'high', summary: 'Broken' } }],
      ['cover.started', { cover: 'v', owner: 'r', by: 's', until: '2026-12-01T00:00:00Z' }],
      ['churn.recorded', { reason: 'price' }],
    ],
  )
  expect(added('Open complaints')[0]).toContain('Broken')
  expect(added('Also responsible')[0]).toContain('stands in')
  expect(added('Lost')).toHaveLength(1)
})

test('of the steps, those are marked that are not there at the other moment, with their days', () => {
  const call = (followUp: string, due: string) => ({
    followUp,
    details: { medium: 'call', occurredAt: '', summary: 's', nextStep: { what: 'Call back', due } },
  })
  compare(
    [REGISTERED, ['follow-up.recorded', call('f', '2026-05-20')], ['follow-up.recorded', call('g', '2026-08-01')]],
    [['follow-up.next-step-done', { followUp: 'f' }], ['follow-up.recorded', call('h', '2026-07-20')]],
  )
  expect(removed('Open next steps')).toEqual(['Call back · 20 May 2026'])
  expect(added('Open next steps')).toEqual(['Call back · 20 Jul 2026'])
})

test('where nothing differs it says so', () => {
  compare([REGISTERED])
  expect(screen.getByText('0 differences')).toBeTruthy()
  expect(screen.queryByRole('table')).toBeNull()
})
