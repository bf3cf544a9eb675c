import { expect, test } from 'vitest'
import { completeness, filledAt } from './completeness'
import { customerAt } from './customer'
import { lifeOf } from './definition'
import { recorded, type HistoryLine } from './events'
import oracle from './oracle.json'
import { instant } from './time'

const cases = oracle as unknown as {
  history: HistoryLine[]
  questions: { asOf: string; knownAt: string }[]
}[]

test('the curve says at any two times how many fields the profile had', () => {
  let asked = 0
  for (const { history, questions } of cases) {
    const life = lifeOf(history.map(recorded))
    for (const { asOf, knownAt } of questions) {
      const { fields } = customerAt(life, instant(asOf), instant(knownAt))
      const all = [...customerAt(life, Number.MAX_SAFE_INTEGER, instant(knownAt)).fields.keys()]
      const names = [...new Set([...all, ...fields.keys(), 'never'])]
      const curve = completeness(life, instant(knownAt), names)
      expect(filledAt(curve, instant(asOf))).toBe(names.filter((it) => fields.has(it)).length)
      asked += fields.size
    }
  }
  expect(asked).toBeGreaterThan(100)
})
