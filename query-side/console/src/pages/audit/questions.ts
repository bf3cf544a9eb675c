import type { Key } from '../../i18n'

/** A blank of a question's sentence: its name is that of the API's parameter. */
export type Blank = 'customer' | 'rep' | 'territory' | 'step' | 'asOf' | 'from' | 'to' | 'knownAt'

export type Row = Record<string, string | number | undefined>

export interface Answer {
  position: number
  rows: Row[]
}

type Kind =
  | 'customer'
  | 'holder'
  | 'moment'
  | 'text'
  | 'reason'
  | 'number'
  | 'actor'
  | 'channel'
  | 'name'
  | 'event'
  | 'handover'

/** @property field of the row; a holder's is the rep's, `pool` that of the pool */
export interface Column {
  head: Key
  kind: Kind
  field: string
  pool?: string
}

export interface Question {
  name: QuestionName
  /** Below /api/audit. */
  path: string
  sentence: Key
  blanks: readonly Blank[]
  /** Without these there is no question yet. */
  needs: readonly Blank[]
  columns: readonly Column[]
  /** What tells a row from others, to compare two answers. */
  key: readonly string[]
}

export type QuestionName =
  | 'owner'
  | 'owners'
  | 'changes'
  | 'territory'
  | 'uncontacted'
  | 'counts'
  | 'intervals'
  | 'backdated'

const customer: Column = { head: 'audit.customer', kind: 'customer', field: 'customer' }
const owner: Column = { head: 'lane.owner', kind: 'holder', field: 'rep', pool: 'pool' }
const event: Column = { head: 'audit.event', kind: 'event', field: 'event' }
const actor: Column = { head: 'audit.by', kind: 'actor', field: 'actor' }
const reason: Column = { head: 'common.reason', kind: 'reason', field: 'reason' }
const recordedAt: Column = { head: 'audit.recorded', kind: 'moment', field: 'recordedAt' }
const from: Column = { head: 'audit.from', kind: 'moment', field: 'from' }
const to: Column = { head: 'audit.to', kind: 'moment', field: 'to' }

const OWNER: readonly Column[] = [customer, owner, from, to, recordedAt, actor, reason, event]

export const QUESTIONS: readonly Question[] = [
  {
    name: 'owner',
    path: 'owner',
    sentence: 'ask.owner',
    blanks: ['customer', 'asOf', 'knownAt'],
    needs: ['customer'],
    columns: OWNER,
    key: ['customer'],
  },
  {
    name: 'owners',
    path: 'owner',
    sentence: 'ask.owners',
    blanks: ['asOf', 'knownAt'],
    needs: [],
    columns: OWNER,
    key: ['customer'],
  },
  {
    name: 'changes',
    path: 'changes',
    sentence: 'ask.changes',
    blanks: ['from', 'to', 'knownAt'],
    needs: ['from'],
    columns: [
      customer,
      { head: 'audit.at', kind: 'moment', field: 'at' },
      { head: 'audit.before', kind: 'holder', field: 'fromRep', pool: 'fromPool' },
      { head: 'audit.after', kind: 'holder', field: 'toRep', pool: 'toPool' },
      { head: 'audit.what', kind: 'name', field: 'what' },
      reason,
      actor,
      { head: 'audit.handover', kind: 'handover', field: 'handover' },
      event,
    ],
    key: ['customer', 'at'],
  },
  {
    name: 'territory',
    path: 'territory',
    sentence: 'ask.territory',
    blanks: ['territory', 'knownAt'],
    needs: ['territory'],
    columns: [
      { head: 'audit.rep', kind: 'holder', field: 'rep' },
      { head: 'audit.team', kind: 'text', field: 'team' },
      from,
      to,
    ],
    key: ['rep', 'from'],
  },
  {
    name: 'uncontacted',
    path: 'uncontacted',
    sentence: 'ask.uncontacted',
    blanks: ['asOf', 'knownAt'],
    needs: [],
    columns: [
      customer,
      owner,
      { head: 'audit.sinceHead', kind: 'moment', field: 'since' },
      { head: 'audit.days', kind: 'number', field: 'days' },
      event,
    ],
    key: ['customer'],
  },
  {
    name: 'counts',
    path: 'counts',
    sentence: 'ask.counts',
    blanks: ['from', 'to', 'step', 'knownAt'],
    needs: ['from'],
    columns: [
      { head: 'audit.at', kind: 'moment', field: 'at' },
      { head: 'audit.rep', kind: 'holder', field: 'rep' },
      { head: 'audit.customers', kind: 'number', field: 'customers' },
    ],
    key: ['at', 'rep'],
  },
  {
    name: 'intervals',
    path: 'intervals',
    sentence: 'ask.intervals',
    blanks: ['rep', 'from', 'to', 'knownAt'],
    needs: ['from'],
    columns: [owner, customer, from, to, event],
    key: ['customer', 'rep', 'from'],
  },
  {
    name: 'backdated',
    path: 'backdated',
    sentence: 'ask.backdated',
    blanks: ['from', 'to'],
    needs: ['from'],
    columns: [
      customer,
      { head: 'audit.effective', kind: 'moment', field: 'effectiveAt' },
      recordedAt,
      { head: 'audit.differsFrom', kind: 'moment', field: 'differsFrom' },
      { head: 'audit.differsTo', kind: 'moment', field: 'differsTo' },
      { head: 'audit.believed', kind: 'holder', field: 'repBefore', pool: 'poolBefore' },
      { head: 'audit.holds', kind: 'holder', field: 'repAfter', pool: 'poolAfter' },
      actor,
      reason,
      event,
    ],
    key: ['event', 'differsFrom'],
  },
]

export const questionNamed = (name: string | null): Question =>
  QUESTIONS.find((it) => it.name === name) ?? QUESTIONS[0]!

/** @property mark how the row came to be among the differences; absent if both answers have it */
export interface Marked {
  row: Row
  mark?: 'gone' | 'new' | 'was' | 'is'
}

/** What two answers to one question tell differently, in the order of the later one. */
export function differences(question: Question, before: readonly Row[], after: readonly Row[]): Marked[] {
  const keyOf = (row: Row) => question.key.map((field) => row[field] ?? '').join('|')
  const told = new Map(before.map((row) => [keyOf(row), row]))
  const marked: Marked[] = []
  for (const row of after) {
    const key = keyOf(row)
    const was = told.get(key)
    told.delete(key)
    if (was === undefined) marked.push({ row, mark: 'new' })
    else if (!same(was, row)) marked.push({ row: was, mark: 'was' }, { row, mark: 'is' })
  }
  for (const row of told.values()) marked.push({ row, mark: 'gone' })
  return marked
}

function same(a: Row, b: Row): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => a[name] === b[name])
}
