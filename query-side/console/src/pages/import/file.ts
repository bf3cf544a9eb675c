import { strFromU8, unzipSync } from 'fflate'
import { decode, sample, type Sample } from './guess'

/** What can be seen of a file before anything is sent. */
export interface Look {
  sample: Sample
  /** As it was read; undefined where the format says it itself. */
  charset?: string
}

const READ = 256 * 1024
export const CHARSETS = ['UTF-8', 'GB18030', 'UTF-16LE', 'UTF-16BE'] as const

/** The first rows of a file of any kind; undefined if it cannot be read here. */
export async function look(file: File, charset?: string): Promise<Look | undefined> {
  const whole = file.size <= READ
  try {
    if (/\.xlsx$/i.test(file.name)) return { sample: await workbook(file) }
    const bytes = await file.slice(0, READ).arrayBuffer()
    if (/\.(ndjson|jsonl)$/i.test(file.name)) return { sample: objects(decode(bytes).text, whole) }
    const { text, charset: read } = decode(bytes, charset)
    return { sample: sample(text, whole), charset: read }
  } catch {
    return undefined
  }
}

function objects(text: string, whole: boolean): Sample {
  const lines = text.split('\n').filter((line) => line.trim())
  if (!whole) lines.pop()
  const records = lines.slice(0, 50).map((line) => JSON.parse(line) as Record<string, unknown>)
  const columns = [...new Set(records.flatMap(Object.keys))]
  return {
    columns,
    rows: records.map((record) =>
      columns.map((column) => {
        const value = record[column]
        return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
      }),
    ),
  }
}

/** Of a workbook's first sheet no more than is needed to name its columns. */
async function workbook(file: File): Promise<Sample> {
  const parts = unzip(await file.arrayBuffer(), /^xl\/(sharedStrings|worksheets\/sheet1)\.xml$/)
  const xml = (name: string) =>
    new DOMParser().parseFromString(parts.get(name) ?? '<none/>', 'application/xml')
  const strings = [...xml('xl/sharedStrings.xml').getElementsByTagName('si')].map((it) =>
    [...it.getElementsByTagName('t')].map((t) => t.textContent ?? '').join(''),
  )
  const rows = [...xml('xl/worksheets/sheet1.xml').getElementsByTagName('row')].slice(0, 51).map((row) => {
    const cells: string[] = []
    for (const cell of row.getElementsByTagName('c')) {
      const at = columnOf(cell.getAttribute('r') ?? '') ?? cells.length
      const value = cell.getElementsByTagName('v')[0]?.textContent ?? cell.textContent ?? ''
      while (cells.length < at) cells.push('')
      cells[at] = cell.getAttribute('t') === 's' ? (strings[Number(value)] ?? '') : value
    }
    return cells
  })
  const [heading = [], ...others] = rows
  const named = heading.flatMap((name, i) => (name.trim() ? [i] : []))
  return {
    columns: named.map((i) => heading[i]!.trim()),
    rows: others.map((row) => named.map((i) => row[i] ?? '')),
  }
}

/** The place of a column called A, B, … AA. */
function columnOf(reference: string): number | undefined {
  const letters = /^[A-Z]+/.exec(reference)?.[0]
  if (!letters) return undefined
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** What one file of a workbook may grow to here; larger ones are read by the service only. */
const MOST = 32 * 1024 * 1024

function unzip(bytes: ArrayBuffer, wanted: RegExp): Map<string, string> {
  const files = unzipSync(new Uint8Array(bytes), {
    filter: ({ name, originalSize }) => {
      if (!wanted.test(name)) return false
      if (originalSize > MOST) throw new Error('too large to be looked at')
      return true
    },
  })
  return new Map(Object.entries(files).map(([name, content]) => [name, strFromU8(content)]))
}

/** Patterns by which these texts could be dates, the most telling first. */
export function datePatterns(texts: readonly string[]): string[] {
  const seen = texts.map((it) => it.trim()).filter(Boolean)
  if (seen.length === 0) return []
  const time = (pattern: string) => [pattern, `${pattern} HH:mm`, `${pattern} HH:mm:ss`]
  const known: [RegExp, string][] = [
    [/^\d{4}\/\d{1,2}\/\d{1,2}/, 'yyyy/M/d'],
    [/^\d{4}\.\d{1,2}\.\d{1,2}/, 'yyyy.M.d'],
    [/^\d{4}年\d{1,2}月\d{1,2}日/, 'yyyy年M月d日'],
    [/^\d{1,2}\.\d{1,2}\.\d{4}/, 'd.M.yyyy'],
    [/^\d{8}$/, 'yyyyMMdd'],
    [/^\d{5}(\.\d+)?$/, 'excel-serial'],
  ]
  const found = known.filter(([form]) => seen.every((it) => form.test(it))).map(([, pattern]) => pattern)
  // A day above 12 tells which of two is the day.
  if (seen.every((it) => /^\d{1,2}\/\d{1,2}\/\d{4}/.test(it))) {
    const first = Math.max(...seen.map((it) => Number(it.split('/')[0])))
    const second = Math.max(...seen.map((it) => Number(it.split('/')[1])))
    if (first > 12) found.push('d/M/yyyy')
    else if (second > 12) found.push('M/d/yyyy')
  }
  return found.flatMap((pattern) =>
    seen.some((it) => it.includes(':')) && /[yd]$|日$/.test(pattern) ? time(pattern) : [pattern],
  )
}
