import { describe, expect, test } from 'vitest'
import { translate, type Key } from '.'
import { en } from './en'
import { zh } from './zh'

const FILES = import.meta.glob<string>('./*.ts', { query: '?raw', import: 'default', eager: true })

const placeholders = (text: string) =>
  [...new Set(text.match(/\{\w+\}/g))].sort((a, b) => a.localeCompare(b))

describe('the two catalogues', () => {
  test('have the same texts', () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort())
  })

  test.each(Object.keys(en) as Key[])('%s fills in the same and is not empty', (key) => {
    expect(placeholders(zh[key])).toEqual(placeholders(en[key]))
    expect(zh[key].trim()).not.toBe('')
  })

  test.each(['en', 'zh'])('of %s say each text in one file only', (language) => {
    const keys = Object.entries(FILES)
      .filter(([path]) => path.endsWith(`${language}.ts`))
      .flatMap(([, text]) => text.match(/^ {2}'[^']+'(?=:)/gm) ?? [])
    expect(keys.length).toBe(Object.keys(en).length)
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
  })

  test('Chinese is Chinese, punctuation included', () => {
    const latin = Object.entries(zh).filter(([, text]) => /[\u4e00-\u9fff][,?!:;]/.test(text))
    expect(latin).toEqual([])
  })
})

test('counts take the form that fits', () => {
  expect(translate('en', 'customers.total', { count: 1 })).toBe('1 customer')
  expect(translate('en', 'customers.total', { count: 1200 })).toBe('1,200 customers')
  expect(translate('zh', 'customers.total', { count: 1 })).toBe('1 个客户')
})
