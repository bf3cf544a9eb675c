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

/** A zip as small as can be, with its files packed as workbooks have them. */
async function zip(files: Record<string, string>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  const central: Uint8Array[] = []
  let length = 0
  const header = (size: number, fields: [at: number, bytes: 2 | 4, value: number][]) => {
    const view = new DataView(new ArrayBuffer(size))
    for (const [at, bytes, value] of fields) {
      if (bytes === 4) view.setUint32(at, value, true)
      else view.setUint16(at, value, true)
    }
    return new Uint8Array(view.buffer)
  }
  for (const [path, content] of Object.entries(files)) {
    const name = new TextEncoder().encode(path)
    const packing = new Response(content).body!.pipeThrough(new CompressionStream('deflate-raw'))
    const packed = new Uint8Array(await new Response(packing).arrayBuffer())
    central.push(
      header(46, [[0, 4, 0x02014b50], [10, 2, 8], [20, 4, packed.length], [28, 2, name.length], [42, 4, length]]),
      name,
    )
    parts.push(header(30, [[0, 4, 0x04034b50], [26, 2, name.length]]), name, packed)
    length += 30 + name.length + packed.length
  }
  const all = [...parts, ...central, header(22, [[0, 4, 0x06054b50], [16, 4, length]])]
  return new Uint8Array(all.flatMap((part) => [...part]))
}

test('the first sheet of a workbook says its columns', async () => {
  const bytes = await zip({
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
