import { expect, test } from 'vitest'
import { decode, guess, guessAll, guessKey, guessTarget, sample } from './guess'

test('quotes, doubled quotes and line breaks in cells are one cell', () => {
  const { columns, rows } = sample('name;note\r\n"A ""B"";C";"two\nlines"\r\nD;E\r\n', true)
  expect(columns).toEqual(['name', 'note'])
  expect(rows).toEqual([
    ['A "B";C', 'two\nlines'],
    ['D', 'E'],
  ])
})

test('a record cut off at the end of what was read is left out', () => {
  expect(sample('a,b\n1,2\n3', false).rows).toEqual([['1', '2']])
})

test('Chinese is read from UTF-8, with or without mark, and from GB18030', () => {
  const utf8 = new TextEncoder().encode('\ufeff客户')
  expect(decode(utf8.buffer as ArrayBuffer)).toEqual({ text: '客户', charset: 'UTF-8' })
  expect(decode(new Uint8Array([0xbf, 0xcd, 0xbb, 0xa7]).buffer)).toEqual({
    text: '客户',
    charset: 'GB18030',
  })
})

test('columns are found by their usual names, and not by bad luck', () => {
  const columns = ['客户名称', '联系电话', 'Sector', 'revenue']
  expect(guess('name', ['Name', '名称'], columns)).toBe('客户名称')
  expect(guess('phone', ['Phone', '电话'], columns)).toBe('联系电话')
  expect(guess('industry', ['Industry', '行业'], columns)).toBe('Sector')
  expect(guess('mail', ['Mail', '邮箱'], columns)).toBeUndefined()
})

test('the key is an id, else what never repeats', () => {
  expect(guessKey({ columns: ['name', 'customer_id'], rows: [] })).toBe('customer_id')
  expect(guessKey({ columns: ['team', 'agent'], rows: [['a', 'x'], ['a', 'y']] })).toBe('agent')
})

test('no column is guessed twice, and none whose values would reject every row', () => {
  const fields = [
    { name: 'location', words: ['Location', '位置'] },
    { name: 'address', words: ['Address', '地址'] },
    { name: 'officeLocation', words: ['Office location', '总部所在地'] },
  ]
  const file = { columns: ['office_location'], rows: [['United States'], ['Kenya']] }
  const holds = (name: string, text: string) => name !== 'location' || /^\d/.test(text)
  expect([...guessAll(fields, file, holds)]).toEqual([['officeLocation', 'office_location']])
})

test('what rows become is guessed by what stands above their columns', () => {
  const target = (columns: string) => guessTarget({ columns: columns.split(','), rows: [] })
  expect(target('account,sector,revenue')).toBe('customers')
  expect(target('客户名称,电话,负责人,备注')).toBe('customers')
  expect(target('company,phone,notes')).toBe('customers')
  expect(target('sales_agent,manager,regional_office')).toBe('reps')
  expect(target('opportunity_id,sales_agent,product,account,deal_stage,engage_date')).toBe('follow-ups')
  expect(target('客户名称,跟进时间,跟进内容')).toBe('follow-ups')
})
