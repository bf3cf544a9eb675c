import { beforeEach, expect, test } from 'vitest'
import { columnsOf, filterOf, filtersIn, forgetView, savedViews, saveView, USUAL } from './filter'

beforeEach(() => window.localStorage.clear())

test('only what the service understands is asked', () => {
  const filter = filterOf(
    new URLSearchParams('q=x&grade=A&columns=phone&lang=zh&field.revenue.min=3&owner=&sort=-name'),
  )
  expect(filter).toEqual({ q: 'x', grade: 'A', 'field.revenue.min': '3', sort: '-name' })
  expect(filtersIn(filter)).toBe(2)
})

test('the name is always the first column', () => {
  expect(columnsOf(new URLSearchParams())).toEqual(USUAL)
  expect(columnsOf(new URLSearchParams('columns=phone,name'))).toEqual(['name', 'phone'])
})

test('a view is saved once under its name, and for its account only', () => {
  saveView('user:a', { name: 'x', search: 'grade=A' })
  saveView('user:a', { name: 'x', search: 'grade=B' })
  expect(savedViews('user:a')).toEqual([{ name: 'x', search: 'grade=B' }])
  expect(savedViews('user:b')).toEqual([])
  expect(forgetView('user:a', 'x')).toEqual([])
})
