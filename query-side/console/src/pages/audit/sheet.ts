import type { Words } from '../../i18n'
import type { Value } from '../../life/events'
import { instant } from '../../life/time'
import type { useNames } from '../../ui/holder'
import { textOf } from '../../ui/Value'
import type { Sheet } from '../../ui/workbook'
import type { Column, Question, Row } from './questions'

type Cell = string | number | undefined
type Head = Sheet['columns'][number]

/** The answer as it is shown, for Excel: names beside the ids, moments that can be computed with. */
export function sheetOf(
  question: Question,
  rows: readonly Row[],
  customers: ReadonlyMap<string, Value | null>,
  names: ReturnType<typeof useNames>,
  words: Words,
): Sheet {
  const { t, word } = words
  const cells = (column: Column): [Head, (value: string, row: Row) => Cell][] => {
    const title = t(column.head)
    switch (column.kind) {
      case 'customer':
        return [
          [{ title, width: 30 }, (id) => textOf(customers.get(id) ?? undefined, words)],
          [{ title: t('trail.id'), width: 38 }, (id) => id],
        ]
      case 'holder': {
        const pool = (row: Row) => column.pool && row[column.pool]
        return [
          [
            { title, width: 20 },
            (rep, row) => (rep ? names.rep(rep) : pool(row) && names.holder({ pool: String(pool(row)) })),
          ],
        ]
      }
      case 'moment':
        return [[{ title, as: 'moment', width: 20 }, (at) => (at ? instant(at) : undefined)]]
      case 'number':
        return [[{ title, as: 'number' }, (number) => Number(number || 0)]]
      case 'actor':
        return [
          [{ title, width: 20 }, (actor) => actor && names.actor(actor)],
          [{ title: t('looks.how') }, (_, row) => word('channel', String(row['channel'] ?? ''))],
        ]
      case 'name':
        return [[{ title, width: 24 }, (name) => word('eventName', name)]]
      case 'event':
      case 'handover':
        return [[{ title, width: 38 }, (id) => id]]
      default:
        return [[{ title, width: 24 }, (text) => text]]
    }
  }
  const columns = question.columns.flatMap((column) =>
    cells(column).map(([head, cell]) => ({ head, of: (row: Row) => cell(String(row[column.field] ?? ''), row) })),
  )
  return {
    name: t(`ask.short.${question.name}`),
    columns: columns.map(({ head }) => head),
    rows: rows.map((row) => columns.map(({ of }) => of(row))),
  }
}
