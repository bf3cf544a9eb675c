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

test('limits of pools are told alike as rules and as what a pool asks', () => {
  const rule: Rule = { kind: 'pool-limits', pools: ['华东公海'], claimsPerDay: 3, banDays: 30 }
  expect(sentence(rule, words('zh'))).toBe(
    '从华东公海领取：每天最多领取 3 个。自己曾负责的客户，30 天后才能再领取。',
  )
  expect(sentence({ kind: 'pool-limits', pools: [], mostHeld: 200 }, words('en'))).toBe(
    'Claims from any pool: Whoever has 200 customers claims no more.',
  )
  expect(lacks('x', { kind: 'pool-limits', pools: [], claimsPerDay: null })).toEqual(['limit'])
  expect(lacks('x', { kind: 'pool-limits', pools: [], claimsPerDay: 0 })).toEqual([])
})

test('what is missing is said before the service has to', () => {
  expect(lacks('', RULE)).toEqual(['name'])
  expect(lacks('x', { ...RULE, noFollowUpDays: null, noDealDays: null, pool: '' })).toEqual([
    'condition',
    'pool',
  ])
  expect(lacks('x', { ...RULE, deals: [] })).toEqual(['deals'])
})
