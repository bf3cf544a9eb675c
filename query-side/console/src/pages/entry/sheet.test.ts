import { expect, test } from 'vitest'
import type { FieldDefinition } from '../../api/types'
import { cleared, fieldsOf, MOST_ROWS, newSheet, paste, redo, setCell, setRow, undo, valueOf } from './sheet'

const COLUMNS = [
  { name: 'name', labels: ['Name', '名称'] },
  { name: 'phone', labels: ['Phone', '电话'] },
  { name: 'region', labels: ['Region', '区域'] },
]

const field = (name: string, type: string, more: Partial<FieldDefinition> = {}): FieldDefinition => ({
  name,
  type,
  personal: false,
  required: false,
  unique: false,
  maxLength: 20,
  choices: [],
  label: { en: name, zh: name },
  ...more,
})

const cells = (sheet: ReturnType<typeof newSheet>, rows: number) =>
  sheet.rows.slice(0, rows).map((row) => row.cells)

test('rows from Excel fill to the right and below, quotes and line breaks included', () => {
  const { sheet, rows, headings } = paste(
    newSheet(3),
    1,
    0,
    'A "B"\t1\r\n"two\nlines ""x"""\t2\t北\r\n',
    COLUMNS,
  )
  expect(headings).toBe(false)
  expect(rows).toBe(2)
  expect(cells(sheet, 3)).toEqual([
    ['', '', ''],
    ['A "B"', '1', ''],
    ['two\nlines "x"', '2', '北'],
  ])
})

test('headings in either language say where columns belong', () => {
  const { sheet, headings, left, rows } = paste(newSheet(3), 0, 0, '电话\t客户名称\t传真\n1\ta\tx\n2\tb\ty', COLUMNS)
  expect(headings).toBe(true)
  expect(left).toEqual(['传真'])
  expect(rows).toBe(2)
  expect(cells(sheet, 2)).toEqual([
    ['a', '1', ''],
    ['b', '2', ''],
  ])
})

test('more rows than a person looks through are cut, and it is told', () => {
  const pasted = paste(newSheet(3), 0, 0, Array(MOST_ROWS + 5).fill('x').join('\n'), COLUMNS)
  expect([pasted.rows, pasted.all]).toEqual([MOST_ROWS, MOST_ROWS + 5])
  expect(pasted.sheet.rows).toHaveLength(MOST_ROWS)
})

test('everything typed can be undone and done again, but not what is recorded', () => {
  const one = setCell(newSheet(3), 0, 0, 'a')
  const two = setCell(one, 1, 0, 'b')
  expect(cells(undo(two), 2)).toEqual([['a', '', ''], ['', '', '']])
  expect(cells(redo(undo(two)), 2)).toEqual(cells(two, 2))
  const saved = setRow(two, two.rows[0]!.key, { saved: 'id' })
  expect(undo(undo(saved)).rows[0]).toMatchObject({ saved: 'id', cells: ['a', '', ''] })
  expect(setCell(saved, 0, 0, 'z').rows[0]!.cells[0]).toBe('a')
  expect(cells(cleared(saved, 3), 2)).toEqual([['a', '', ''], ['', '', '']])
})

test('there are always empty rows below', () => {
  const sheet = setCell(newSheet(3), 11, 0, 'last')
  expect(sheet.rows.length).toBeGreaterThan(15)
})

test('cells stand for values of their type', () => {
  expect(valueOf(field('n', 'number'), '1,200', 'CNY')).toBe(1200)
  expect(valueOf(field('n', 'number'), 'many', 'CNY')).toBeUndefined()
  expect(valueOf(field('d', 'date'), '2024/3/5', 'CNY')).toBe('2024-03-05')
  expect(valueOf(field('d', 'date'), '2024年3月5日', 'CNY')).toBe('2024-03-05')
  expect(valueOf(field('m', 'money'), '12.5', 'CNY')).toEqual({ amount: 12.5, currency: 'CNY' })
  expect(valueOf(field('m', 'money'), '1,000 eur', 'CNY')).toEqual({ amount: 1000, currency: 'EUR' })
  expect(valueOf(field('g', 'geo-point'), '30.27, 120.16', 'CNY')).toEqual({
    latitude: 30.27,
    longitude: 120.16,
  })
  expect(valueOf(field('e', 'mail'), 'a@b', 'CNY')).toBeUndefined()
  expect(valueOf(field('c', 'choice', { choices: ['x'] }), 'y', 'CNY')).toBeUndefined()
  expect(valueOf(field('t', 'text'), 'x'.repeat(21), 'CNY')).toBeUndefined()
})

test('a row says what is missing and what is wrong', () => {
  const columns = [field('name', 'text', { required: true }), field('seats', 'number')]
  const row = { key: 1, cells: ['', 'many'] }
  expect(fieldsOf(row, columns, 'CNY')).toEqual({ fields: {}, wrong: ['seats'], missing: ['name'] })
})
