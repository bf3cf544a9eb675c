import { expect, test } from 'vitest'
import type { CustomerRow } from '../../api/types'
import { choicesOf, EMPTY, facetsOf, inScope, placed, waysOf, without } from './plan'

const row = (region: string, grade?: string): CustomerRow => ({
  id: region,
  kind: 'outlet',
  externalIds: [],
  fields: { region },
  registeredAt: '',
  updatedAt: '',
  ...(grade ? { classification: { grade, colour: '#000000' } } : {}),
})

test('values are counted, the most frequent first; what nobody has is no choice', () => {
  const facets = facetsOf([row('苏州', 'A'), row('无锡'), row('苏州', 'B')], ['region', 'grade', 'x'])
  expect([...facets.get('region')!]).toEqual([
    ['苏州', 2],
    ['无锡', 1],
  ])
  expect(facets.has('x')).toBe(false)
})

test('all conditions of a scope must hold', () => {
  const rows = [row('苏州', 'A'), row('苏州', 'B'), row('无锡', 'A')]
  expect(inScope(rows, [])).toBe(3)
  expect(
    inScope(rows, [
      { field: 'region', values: ['苏州'] },
      { field: 'grade', values: ['A', 'C'] },
    ]),
  ).toBe(1)
})

test('values that go to the same receivers are one choice, and read back the same', () => {
  const choices = choicesOf(
    new Map([
      ['苏州', ['a']],
      ['无锡', ['a', 'b']],
      ['常州', ['a']],
      ['南通', []],
    ]),
  )
  expect(choices).toEqual([
    { values: ['苏州', '常州'], to: ['a'] },
    { values: ['无锡'], to: ['a', 'b'] },
  ])
  expect(waysOf(choices).get('常州')).toEqual(['a'])
})

test('who receives nothing stands in no rule any more', () => {
  const plan = without(
    {
      ...EMPTY,
      receivers: [{ rep: 'a' }, { rep: 'b' }],
      splits: [
        { by: 'field', field: 'region', choices: [{ values: ['x'], to: ['a'] }] },
        { by: 'balance', among: ['a', 'b'], weights: {} },
      ],
    },
    'a',
  )
  expect(plan.receivers).toEqual([{ rep: 'b' }])
  expect(plan.splits).toEqual([
    { by: 'field', field: 'region', choices: [] },
    { by: 'balance', among: ['b'], weights: {} },
  ])
})

test('a customer is placed by hand once, by what was said last', () => {
  const first = placed([], ['1', '2'], { rep: 'a' })
  const second = placed(first, ['2'], null)
  expect(second).toEqual([
    { customers: ['1'], to: { rep: 'a' } },
    { customers: ['2'], to: null },
  ])
  expect(placed(second, ['3'], { rep: 'a' })[0]).toEqual({ customers: ['1', '3'], to: { rep: 'a' } })
})
