import type { FieldDefinition } from '../../api/types'
import type { FieldValue } from '../../life/events'
import { guess, parse } from '../import/guess'

/** What is typed before anything is recorded: text in rows and columns, and the way back. */
export interface Sheet {
  rows: readonly Row[]
  past: readonly (readonly Row[])[]
  future: readonly (readonly Row[])[]
}

export interface Row {
  /** The same as long as it is the same row, wherever it moves. */
  key: number
  cells: readonly string[]
  /** Why it is another customer than those like it; absent while nobody said so. */
  another?: string
  /** The customer it became. */
  saved?: string
}

export const MOST_ROWS = 500
const SPARE = 8
const REMEMBERED = 100

let nextKey = 1

const emptyRow = (width: number): Row => ({ key: nextKey++, cells: Array<string>(width).fill('') })

export const isEmpty = (row: Row): boolean => row.cells.every((cell) => !cell.trim())

/** There always are some empty rows below, as in any spreadsheet. */
function padded(rows: readonly Row[], width: number): readonly Row[] {
  let last = rows.length
  while (last > 0 && isEmpty(rows[last - 1]!)) last--
  const missing = Math.min(MOST_ROWS, Math.max(12, last + SPARE)) - rows.length
  return missing > 0
    ? [...rows, ...Array.from({ length: missing }, () => emptyRow(width))]
    : rows
}

export const newSheet = (width: number): Sheet => ({ rows: padded([], width), past: [], future: [] })

const changed = (sheet: Sheet, rows: readonly Row[], width: number): Sheet => ({
  rows: padded(rows, width),
  past: [...sheet.past.slice(-REMEMBERED), sheet.rows],
  future: [],
})

export function setCell(sheet: Sheet, at: number, column: number, text: string): Sheet {
  const row = sheet.rows[at]
  if (!row || row.saved || row.cells[column] === text) return sheet
  const cells = row.cells.with(column, text)
  return changed(sheet, sheet.rows.with(at, { key: row.key, cells }), cells.length)
}

/** Marks that do not belong to what was typed, and are not undone with it. */
export const setRow = (sheet: Sheet, key: number, more: Partial<Row>): Sheet => ({
  ...sheet,
  rows: sheet.rows.map((row) => (row.key === key ? { ...row, ...more } : row)),
})

export interface Pasted {
  sheet: Sheet
  rows: number
  all: number
  /** Whether the first row said what the columns are. */
  headings: boolean
  /** What the first row named that is no column here: it was left out. */
  left: string[]
}

/**
 * Fills in what was copied from a spreadsheet, to the right and below. Where its first row names
 * our columns, each goes where it belongs.
 */
export function paste(
  sheet: Sheet,
  at: number,
  column: number,
  text: string,
  columns: readonly { name: string; labels: readonly string[] }[],
): Pasted {
  const records = parse(text.replace(/\r?\n$/, ''), '\t')
  const first = records[0] ?? []
  const places = headed(first, columns)
  const headings = places !== undefined
  const copied = headings ? records.slice(1) : records
  const all = copied.length
  const rows = [...sheet.rows]
  let to = at
  let taken = 0
  for (const record of copied) {
    while (rows[to]?.saved) to++
    if (to >= MOST_ROWS) break
    const row = rows[to] ?? emptyRow(columns.length)
    const cells = [...row.cells]
    record.forEach((cell, i) => {
      const place = places ? places[i] : column + i
      if (place !== undefined && place < columns.length) cells[place] = cell.trim()
    })
    rows[to++] = { key: row.key, cells }
    taken++
  }
  const left = places ? first.filter((heading, i) => places[i] === undefined && heading.trim()) : []
  return { sheet: changed(sheet, rows, columns.length), rows: taken, all, headings, left }
}

/** Where each of these headings belongs; undefined if they are none. */
function headed(
  record: readonly string[],
  columns: readonly { name: string; labels: readonly string[] }[],
): (number | undefined)[] | undefined {
  const places = record.map(() => undefined as number | undefined)
  const free = record.map((heading) => heading.trim())
  columns.forEach(({ name, labels }, place) => {
    const heading = guess(name, labels, free.filter(Boolean))
    const i = heading === undefined ? -1 : free.indexOf(heading)
    if (i < 0) return
    places[i] = place
    free[i] = ''
  })
  const found = places.filter((place) => place !== undefined).length
  return record.length > 1 && found >= Math.max(2, record.length / 2) ? places : undefined
}

export function undo(sheet: Sheet): Sheet {
  const before = sheet.past.at(-1)
  if (!before) return sheet
  return {
    rows: keepSaved(before, sheet.rows),
    past: sheet.past.slice(0, -1),
    future: [sheet.rows, ...sheet.future],
  }
}

export function redo(sheet: Sheet): Sheet {
  const after = sheet.future[0]
  if (!after) return sheet
  return {
    rows: keepSaved(after, sheet.rows),
    past: [...sheet.past, sheet.rows],
    future: sheet.future.slice(1),
  }
}

/** What is recorded cannot be undone here. */
function keepSaved(rows: readonly Row[], now: readonly Row[]): readonly Row[] {
  const saved = new Map(now.filter((row) => row.saved).map((row) => [row.key, row]))
  return rows.map((row) => saved.get(row.key) ?? row)
}

export const cleared = (sheet: Sheet, width: number): Sheet =>
  changed(sheet, sheet.rows.filter((row) => row.saved), width)

const NUMBER = /^-?\d+(\.\d+)?$/
const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/
const MONEY = /^(-?[\d,]+(?:\.\d+)?)\s*([A-Za-z]{3})?$/
const PLACE = /^(-?\d+(?:\.\d+)?)\s*[,，\s]\s*(-?\d+(?:\.\d+)?)$/
const MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** The value that a cell's text stands for; undefined if it is none of the field's type. */
export function valueOf(field: FieldDefinition, text: string, currency: string): FieldValue | undefined {
  const typed = text.trim()
  switch (field.type) {
    case 'number':
      return NUMBER.test(typed.replaceAll(',', '')) ? Number(typed.replaceAll(',', '')) : undefined
    case 'money': {
      const match = MONEY.exec(typed)
      return match
        ? { amount: Number(match[1]!.replaceAll(',', '')), currency: (match[2] ?? currency).toUpperCase() }
        : undefined
    }
    case 'date': {
      const match = DAY.exec(typed)
      return match
        ? `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`
        : undefined
    }
    case 'geo-point': {
      const match = PLACE.exec(typed)
      return match ? { latitude: Number(match[1]), longitude: Number(match[2]) } : undefined
    }
    case 'mail':
      return MAIL.test(typed) ? typed : undefined
    case 'choice':
      return field.choices.includes(typed) ? typed : undefined
    default:
      return typed.length <= field.maxLength ? typed : undefined
  }
}

/** The fields of a row, and which cells stand for nothing. */
export function fieldsOf(
  row: Row,
  columns: readonly FieldDefinition[],
  currency: string,
): { fields: Record<string, FieldValue>; wrong: string[]; missing: string[] } {
  const fields: Record<string, FieldValue> = {}
  const wrong: string[] = []
  const missing: string[] = []
  columns.forEach((column, i) => {
    const text = row.cells[i] ?? ''
    if (!text.trim()) {
      if (column.required) missing.push(column.name)
      return
    }
    const value = valueOf(column, text, currency)
    if (value === undefined) wrong.push(column.name)
    else fields[column.name] = value
  })
  return { fields, wrong, missing }
}
