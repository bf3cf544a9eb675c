/** What a file's columns could mean: a proposal to be corrected, never a decision. */

export type Target = 'customers' | 'contacts' | 'reps' | 'follow-ups'
export const TARGETS: readonly Target[] = ['customers', 'contacts', 'reps', 'follow-ups']

export interface Sample {
  columns: string[]
  rows: string[][]
}

/** A rep's name stands in a column that is headed as no customer's is. */
export const AGENT = ['agent', 'sales agent', 'sales rep', 'salesperson', '业务员', '销售', '业务员姓名']

/** Words by which a column of that meaning is often headed. */
const HEADINGS: Record<string, readonly string[]> = {
  customer: ['customer', 'account', 'company', '客户', '客户名称', '公司', '公司名称'],
  agent: AGENT,
  happened: ['date', 'day', 'time', '日期', '时间', '跟进时间'],
  name: ['name', 'customer', 'account', 'company', '名称', '客户', '客户名称', '公司', '姓名'],
  phone: ['phone', 'tel', 'telephone', 'mobile', '电话', '手机', '联系电话'],
  mail: ['mail', 'email', 'e-mail', '邮箱', '邮件'],
  website: ['website', 'web', 'url', '网站', '网址'],
  industry: ['industry', 'sector', '行业'],
  region: ['region', 'area', '区域', '地区', '省份'],
  address: ['address', 'location', '地址'],
  registrationNumber: ['registrationnumber', 'taxid', '统一社会信用代码', '税号'],
  remark: ['remark', 'note', 'notes', 'comment', '备注'],
  birthday: ['birthday', '生日'],
  grade: ['grade', 'class', 'rank', '等级', '级别', '客户等级'],
  owner: ['owner', 'rep', 'salesperson', 'sales rep', 'account manager', '负责人', '业务员', '销售', '客户经理', '跟进人'],
  role: ['role', 'title', 'position', '职务', '职位'],
  team: ['team', 'manager', '团队', '主管'],
  territory: ['territory', 'office', 'regional_office', '片区'],
  summary: ['summary', 'note', 'content', '内容', '跟进内容', '摘要'],
  outcome: ['outcome', 'result', 'stage', '结果'],
  medium: ['medium', 'channel', 'type', '方式', '跟进方式'],
}

const plain = (text: string) => text.toLowerCase().replace(/[\s_\-.]/g, '')

/** The column that most likely holds the field; undefined rather than a bad guess. */
export function guess(field: string, labels: readonly string[], columns: readonly string[]) {
  const words = wordsOf(field, labels)
  return exactly(words, columns) ?? roughly(words, columns)
}

const wordsOf = (field: string, labels: readonly string[]) =>
  [field, ...labels, ...(HEADINGS[field] ?? [])].map(plain)
const exactly = (words: readonly string[], columns: readonly string[]) =>
  columns.find((column) => words.includes(plain(column)))
const roughly = (words: readonly string[], columns: readonly string[]) =>
  columns.find((column) => words.some((word) => word.length > 3 && plain(column).includes(word)))

/**
 * The column of each field: no column twice, those headed by the very word first, and none whose
 * values the field could not hold, as that would reject every row.
 */
export function guessAll(
  fields: readonly { name: string; words: readonly string[] }[],
  { columns, rows }: Sample,
  holds: (name: string, text: string) => boolean,
): Map<string, string> {
  const fits = (name: string, column: string) => {
    const texts = rows.map((row) => row[columns.indexOf(column)]?.trim() ?? '').filter(Boolean)
    return texts.filter((text) => holds(name, text)).length * 2 >= texts.length
  }
  const found = new Map<string, string>()
  const taken = new Set<string>()
  for (const guessed of [exactly, roughly]) {
    for (const { name, words } of fields) {
      if (found.has(name)) continue
      const open = columns.filter((column) => !taken.has(column) && fits(name, column))
      const column = guessed(wordsOf(name, words), open)
      if (column === undefined) continue
      found.set(name, column)
      taken.add(column)
    }
  }
  return found
}

/** A remark may stand in any file; these only where something happened. */
const TOLD = /summary|outcome|stage|visit|跟进|沟通|拜访/i

/** What the rows of a file most likely are, by what stands above its columns. */
export function guessTarget({ columns }: Sample): Target {
  const has = (field: string) => guess(field, [], columns) !== undefined
  if (has('customer')) return columns.some((it) => TOLD.test(it)) ? 'follow-ups' : 'customers'
  return has('agent') && (has('team') || has('territory')) ? 'reps' : 'customers'
}

/** The column that tells records apart: an id if there is one, else the first with no repetition. */
export function guessKey({ columns, rows }: Sample): string | undefined {
  const named = columns.find((column) => /(^|[\s_-])(id|no|code|key)$|编号|编码/i.test(column))
  return (
    named ??
    columns.find((_, i) => {
      const values = rows.map((row) => row[i] ?? '')
      return values.every(Boolean) && new Set(values).size === values.length
    }) ??
    columns[0]
  )
}

/** Text as people save it: as it is said to be, else UTF-8, with or without mark, else GB18030. */
export function decode(bytes: ArrayBuffer, charset?: string): { text: string; charset: string } {
  if (charset) return { text: new TextDecoder(charset).decode(bytes), charset }
  const [first, second] = new Uint8Array(bytes.slice(0, 2))
  if (first === 0xff && second === 0xfe) return decode(bytes, 'UTF-16LE')
  if (first === 0xfe && second === 0xff) return decode(bytes, 'UTF-16BE')
  try {
    // The cut at the end may go through a character; the last line is left out anyway.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return { text, charset: 'UTF-8' }
  } catch {
    return decode(bytes, 'GB18030')
  }
}

/** The heading and some rows of delimited text. */
export function sample(text: string, whole: boolean): Sample {
  const first = text.slice(0, text.search(/\r?\n|$/))
  const delimiter = [',', ';', '\t', '|'].reduce((best, it) =>
    first.split(it).length > first.split(best).length ? it : best,
  )
  const records = parse(text, delimiter)
  if (!whole) records.pop()
  const [columns = [], ...rows] = records
  return {
    columns: columns.map((column) => column.trim()).filter(Boolean),
    rows: rows.filter((row) => row.some(Boolean)).slice(0, 50),
  }
}

/** Records of delimited text; a cell in quotes may hold anything, doubled quotes included. */
export function parse(text: string, delimiter: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let cell = ''
  let quoted = false
  const end = () => {
    record.push(cell)
    cell = ''
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!
    if (quoted) {
      if (c !== '"') cell += c
      else if (text[i + 1] === '"') {
        cell += '"'
        i++
      } else quoted = false
    } else if (c === '"' && cell === '') quoted = true
    else if (c === delimiter) end()
    else if (c === '\n') {
      end()
      records.push(record)
      record = []
    } else if (c !== '\r') cell += c
  }
  if (cell !== '' || record.length > 0) {
    end()
    records.push(record)
  }
  return records
}
