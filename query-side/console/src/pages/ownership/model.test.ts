import { expect, test } from 'vitest'
import type { Interval } from '../../api/intervals'
import { FOR_EVER } from '../../life/time'
import { countAt, customersAt, everWith, grouped, heldAt, livesOf, stepsOf } from './model'

const it = (customer: string, who: string, from: number, to = FOR_EVER): Interval => ({
  customer,
  holder: who.startsWith('pool') ? { pool: who } : { rep: who },
  from,
  to,
  event: `${customer}-${from}`,
})

const INTERVALS = [
  it('1', 'li', 10, 20),
  it('2', 'li', 15),
  it('1', 'wang', 20),
  it('3', 'pool east', 5, 30),
  it('3', 'wang', 30),
]

test('whoever had a customer at a moment had it until the next took it', () => {
  const [first] = livesOf(INTERVALS, [])
  expect(heldAt(first!, 19)?.holder).toEqual({ rep: 'li' })
  expect(heldAt(first!, 20)?.holder).toEqual({ rep: 'wang' })
  expect(heldAt(first!, 9)).toBeUndefined()
  expect([4, 9, 10, 30].map((at) => customersAt(livesOf(INTERVALS, []), at))).toEqual([0, 1, 2, 3])
})

test('customers stand below whoever had them then: reps, pools, not yet', () => {
  const told = (at: number) =>
    grouped(livesOf(INTERVALS, []), at).map((item) =>
      item.kind === 'life'
        ? item.life.customer
        : `${JSON.stringify(item.holder)} ${item.count}`,
    )
  expect(told(16)).toEqual(['{"rep":"li"} 2', '1', '2', '{"pool":"pool east"} 1', '3'])
  expect(told(7)).toEqual(['{"pool":"pool east"} 1', '3', 'null 2', '1', '2'])
})

test('counts go up and down with the moves, moment by moment', () => {
  const steps = stepsOf(INTERVALS)
  const li = steps.get('li')!
  expect([9, 10, 14, 15, 19, 20, 99].map((at) => countAt(li, at))).toEqual([0, 1, 1, 2, 2, 1, 1])
  expect(li.most).toBe(2)
  expect(countAt(steps.get('wang')!, 30)).toBe(2)
  expect(steps.has('pool east')).toBe(false)
})

test('whatever somebody ever had is found', () => {
  expect(everWith(livesOf(INTERVALS, []), new Set(['li'])).map((life) => life.customer)).toEqual([
    '1',
    '2',
  ])
})
