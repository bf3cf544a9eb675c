import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { datePatterns, look } from './file'

test('columns of lines of JSON are all the names there are', async () => {
  const file = new File(['{"a":1,"b":"x"}\n{"b":"y","c":null}\n'], 'x.ndjson')
  expect((await look(file))?.sample).toEqual({
    columns: ['a', 'b', 'c'],
    rows: [
      ['1', 'x', ''],
      ['', 'y', 'null'],
    ],
  })
})

test('an encoding that was chosen wins over the one it looks like', async () => {
  const bytes = new Uint8Array([0xbf, 0xcd, 0xbb, 0xa7, 0x0a])
  expect((await look(new File([bytes], 'x.csv')))?.charset).toBe('GB18030')
  expect((await look(new File([bytes], 'x.csv'), 'UTF-8'))?.charset).toBe('UTF-8')
})

const zipped = (files: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, content]) => [path, strToU8(content)])))

test('the first sheet of a workbook says its columns', async () => {
  const bytes = zipped({
    'xl/sharedStrings.xml': '<sst><si><t>名称</t></si><si><r><t>Pho</t></r><r><t>ne</t></r></si></sst>',
    'xl/worksheets/sheet1.xml':
      '<worksheet><sheetData><row><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>' +
      '<row><c r="A2" t="inlineStr"><is><t>x</t></is></c><c r="C2"><v>12</v></c></row></sheetData></worksheet>',
  })
  expect((await look(new File([bytes], 'x.xlsx')))?.sample).toEqual({
    columns: ['名称', 'Phone'],
    rows: [['x', '12']],
  })
})

test('what is no workbook is left to the service', async () => {
  expect(await look(new File(['nothing'], 'x.xlsx'))).toBeUndefined()
})

test('date patterns are those that all fit, and nothing where it is not clear', () => {
  expect(datePatterns(['2024/3/5', '2024/12/31'])).toEqual(['yyyy/M/d'])
  expect(datePatterns(['2024年3月5日'])).toEqual(['yyyy年M月d日'])
  expect(datePatterns(['31/12/2024', '1/2/2024'])).toEqual(['d/M/yyyy'])
  expect(datePatterns(['1/2/2024'])).toEqual([])
  expect(datePatterns(['2024-03-05', ''])).toEqual([])
  expect(datePatterns(['2024/3/5 14:02'])).toContain('yyyy/M/d HH:mm')
})
