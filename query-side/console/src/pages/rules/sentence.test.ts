import { expect, test } from 'vitest'
import type { Rule } from '../../api/rules'
import { translate, type Language, type Words } from '../../i18n'
import { en } from '../../i18n/en'
import { formats } from '../../i18n/formats'
import { lacks, sentence } from './sentence'

const words = (language: Language): Words => ({
  language,
  setLanguage: () => undefined,
  t: (key, params) => translate(language, key, params),
  word: (prefix, code) => {
    const key = `${prefix}.${code}`
    return key in en ? translate(language, key as keyof typeof en) : code
  },
  format: formats('en-GB'),
})

const RULE: Rule = {
  kind: 'recycling',
  grades: ['B', 'C'],
  noFollowUpDays: 30,
  noDealDays: 90,
  deals: ['order'],
  warnDays: 5,
  pool: '华东公海',
}

test('a rule is told in plain words, in either language', () => {
  expect(
    sentence(
      {
        kind: 'cadence',
        grades: ['A'],
        rhythm: { type: 'weekdays', days: ['monday', 'thursday', 'sunday'] },
        media: ['visit'],
      },
      words('zh'),
    ),
  ).toBe('A 级客户每周一、周四、周日须联系（仅限拜访）。')
  expect(sentence(RULE, words('en'))).toBe(
    'Customers of grade B, C go to 华东公海 after 30 days without contact, or 90 days without a deal (order). The owner is warned 5 days before.',
  )
  expect(
    sentence({ kind: 'tenure', held: 'territory', grades: [], max: 'P1Y', warnDays: 0 }, words('en')),
  ).toBe('Nobody holds a territory longer than one year.')
})

test('what is missing is said before the service has to', () => {
  expect(lacks('', RULE)).toEqual(['name'])
  expect(lacks('x', { ...RULE, noFollowUpDays: null, noDealDays: null, pool: '' })).toEqual([
    'condition',
    'pool',
  ])
  expect(lacks('x', { ...RULE, deals: [] })).toEqual(['deals'])
})
