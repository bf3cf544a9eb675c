import { expect, test } from 'vitest'
import { later, nextMonday, sections, type Entry } from './inbox'

const entry = (id: string, more: Partial<Entry>): Entry => ({
  id,
  kind: 'cadence',
  when: 'overdue',
  ...more,
})

test('a customer stands once, where the most urgent of it stands', () => {
  const found = sections([
    entry('1', { customer: 'a', when: 'soon' }),
    entry('2', { customer: 'b', when: 'today' }),
    entry('3', { customer: 'a', when: 'overdue', kind: 'next_step' }),
  ])
  expect(found.map((it) => [it.when, it.count, it.visits.map((visit) => visit.key)])).toEqual([
    ['overdue', 2, ['a']],
    ['today', 1, ['b']],
  ])
})

test('whom nobody has spoken with comes first', () => {
  const found = sections([
    entry('1', { customer: 'a' }),
    entry('2', { customer: 'b', kind: 'first_contact' }),
  ])
  expect(found[0]!.visits.map((visit) => visit.key)).toEqual(['b', 'a'])
})

test('what is about the territory stands for itself', () => {
  const found = sections([entry('1', { kind: 'tenure' }), entry('2', { kind: 'tenure' })])
  expect(found[0]!.visits).toHaveLength(2)
})

test('days ahead pass the end of a month, and a Monday is never today', () => {
  expect(later('2026-11-30', 1)).toBe('2026-12-01')
  expect(nextMonday('2026-11-30')).toBe('2026-12-07')
  expect(nextMonday('2026-11-29')).toBe('2026-11-30')
})
