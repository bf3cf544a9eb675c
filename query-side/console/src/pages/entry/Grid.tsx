import { Button, TextInput } from '@mantine/core'
import { memo, useCallback, useEffect, useRef, useState, type KeyboardEvent, type Ref } from 'react'
import { Link } from 'react-router'
import type { FieldDefinition } from '../../api/types'
import { useWords } from '../../i18n'
import { must } from '../../ui/must'
import type { Row } from './sheet'
import type { Verdict } from './useChecks'
import classes from './entry.module.css'

interface Column {
  field: FieldDefinition
  label: string
}

interface Place {
  row: number
  column: number
}

/**
 * The active cell always is an input that has the keyboard, its text selected: whatever is typed
 * replaces it, an input method included, and arrows go on until somebody edits.
 */
export function Grid({
  ref,
  columns,
  rows,
  verdict,
  onCell,
  onDraft,
  onPaste,
  onAnother,
  onUndo,
  onRedo,
  onSave,
}: {
  ref: Ref<HTMLDivElement>
  columns: Column[]
  rows: readonly Row[]
  verdict: (row: Row) => Verdict
  onCell: (row: number, column: number, text: string) => void
  /** A row as it would be with what is being typed; null once nothing is. */
  onDraft: (row: Row | null) => void
  onPaste: (row: number, column: number, text: string) => void
  onAnother: (key: number, why: string) => void
  onUndo: () => void
  onRedo: () => void
  onSave: () => void
}) {
  const { t } = useWords()
  const [active, setActive] = useState<Place>({ row: 0, column: 0 })
  const [editing, setEditing] = useState(false)
  const [text, setText] = useState(rows[0]?.cells[0] ?? '')
  const input = useRef<HTMLInputElement>(null)
  // Whoever comes here comes to type.
  const wanted = useRef(true)
  const value = rows[active.row]?.cells[active.column] ?? ''

  useEffect(() => {
    if (!editing) setText(value)
  }, [value, editing, active])
  useEffect(() => {
    if (!wanted.current) return
    input.current?.focus()
    if (!editing) input.current?.select()
  }, [active, editing, value])

  const typedIn = editing ? rows[active.row] : undefined
  useEffect(() => {
    onDraft(typedIn ? { key: typedIn.key, cells: typedIn.cells.with(active.column, text) } : null)
  }, [onDraft, typedIn, active.column, text])

  const commit = useCallback(() => {
    if (editing) onCell(active.row, active.column, text)
    setEditing(false)
  }, [editing, onCell, active, text])
  // What is typed in the cell is part of what is saved: it is by the next render.
  const [wish, setWish] = useState(0)
  const save = useRef(onSave)
  save.current = onSave
  useEffect(() => {
    if (wish > 0) save.current()
  }, [wish])
  const go = (row: number, column: number) => {
    commit()
    wanted.current = true
    const flat = column < 0 ? -1 : column >= columns.length ? 1 : 0
    const next = {
      row: Math.max(0, Math.min(rows.length - 1, row + flat)),
      column: flat === 0 ? column : flat > 0 ? 0 : columns.length - 1,
    }
    setActive(next)
    setText(rows[next.row]?.cells[next.column] ?? '')
  }

  const onKey = (e: KeyboardEvent<HTMLInputElement>) => {
    if (e.nativeEvent.isComposing) return
    const { row, column } = active
    const command = e.ctrlKey || e.metaKey
    if (command && e.key === 'Enter') {
      commit()
      setWish(wish + 1)
    } else if (command && e.key.toLowerCase() === 'z') {
      setEditing(false)
      if (e.shiftKey) onRedo()
      else if (editing) setText(value)
      else onUndo()
    } else if (command && e.key.toLowerCase() === 'y') {
      onRedo()
    } else if (e.key === 'Escape') {
      if (!editing) return
      setText(value)
      setEditing(false)
    } else if (e.key === 'F2') {
      setEditing(true)
    } else if (e.key === 'Enter') {
      go(row + (e.shiftKey ? -1 : 1), column)
    } else if (e.key === 'Tab') {
      // Out of the grid at its ends, so that nobody is caught in it.
      const out = e.shiftKey ? row === 0 && column === 0 : row === rows.length - 1 && column === columns.length - 1
      if (out) return commit()
      go(row, column + (e.shiftKey ? -1 : 1))
    } else if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      go(row + (e.key === 'ArrowDown' ? 1 : -1), column)
    } else if ((e.key === 'ArrowLeft' || e.key === 'ArrowRight') && !editing) {
      go(row, Math.max(0, Math.min(columns.length - 1, column + (e.key === 'ArrowRight' ? 1 : -1))))
    } else if (e.key === 'PageDown' || e.key === 'PageUp') {
      go(row + (e.key === 'PageDown' ? 10 : -10), column)
    } else if (e.key === 'Home' && (command || !editing)) {
      go(command ? 0 : row, 0)
    } else if (e.key === 'End' && (command || !editing)) {
      go(command ? rows.length - 1 : row, columns.length - 1)
    } else if ((e.key === 'Delete' || e.key === 'Backspace') && !editing) {
      onCell(row, column, '')
    } else {
      return
    }
    e.preventDefault()
  }

  const choose = useCallback(
    (row: number, column: number) => {
      commit()
      wanted.current = true
      setActive({ row, column })
    },
    [commit],
  )

  return (
    <div ref={ref} className={`panel ${classes.frame}`}>
      <table role="grid" aria-label={t('grid.title')} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th scope="col" aria-label="#" />
            {columns.map(({ field, label }) => (
              <th key={field.name} scope="col">
                {label}
                {field.required && <span aria-hidden> *</span>}
              </th>
            ))}
            <th scope="col">{t('grid.state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => {
            const said = row.saved ? null : verdict(row)
            return (
              <Line
                key={row.key}
                row={row}
                index={index}
                columns={columns}
                said={said === null ? '' : JSON.stringify(said)}
                active={active.row === index ? active.column : -1}
                choose={choose}
                onAnother={onAnother}
                input={
                  active.row === index && (
                    <input
                      ref={input}
                      className={classes.input}
                      aria-label={t('grid.cell', {
                        column: columns[active.column]?.label ?? '',
                        row: index + 1,
                      })}
                      aria-invalid={isWrong(said, columns[active.column]?.field.name) || undefined}
                      readOnly={row.saved !== undefined}
                      value={text}
                      list={
                        columns[active.column]?.field.type === 'choice'
                          ? `choices-${columns[active.column]!.field.name}`
                          : undefined
                      }
                      autoComplete="off"
                      spellCheck={false}
                      maxLength={4000}
                      onFocus={() => {
                        wanted.current = true
                      }}
                      onChange={(e) => {
                        setEditing(true)
                        setText(e.currentTarget.value)
                      }}
                      onDoubleClick={() => setEditing(true)}
                      onKeyDown={onKey}
                      onBlur={() => {
                        wanted.current = false
                        commit()
                      }}
                      onPaste={(e) => {
                        const pasted = e.clipboardData.getData('text/plain')
                        if (editing && !/[\t\n]/.test(pasted)) return
                        e.preventDefault()
                        setEditing(false)
                        if (/[\t\n]/.test(pasted.trimEnd())) onPaste(active.row, active.column, pasted)
                        else onCell(active.row, active.column, pasted.trim())
                      }}
                      onCopy={(e) => {
                        if (editing) return
                        e.preventDefault()
                        e.clipboardData.setData('text/plain', value)
                      }}
                    />
                  )
                }
              />
            )
          })}
        </tbody>
      </table>
      {columns
        .filter(({ field }) => field.type === 'choice')
        .map(({ field }) => (
          <datalist key={field.name} id={`choices-${field.name}`}>
            {field.choices.map((choice) => (
              <option key={choice} value={choice} />
            ))}
          </datalist>
        ))}
    </div>
  )
}

const isWrong = (verdict: Verdict | null, name: string | undefined): boolean =>
  name !== undefined &&
  (verdict?.is === 'wrong' || verdict?.is === 'missing') &&
  verdict.columns.includes(name)

/** Only the rows that change are drawn again, so that typing is quick however many there are. */
const Line = memo(function Line({
  row,
  index,
  columns,
  said,
  active,
  input,
  choose,
  onAnother,
}: {
  row: Row
  index: number
  columns: Column[]
  /** The verdict as JSON, so that an equal one is the same; empty once it is saved. */
  said: string
  active: number
  input: React.ReactNode
  choose: (row: number, column: number) => void
  onAnother: (key: number, why: string) => void
}) {
  const verdict = said ? (JSON.parse(said) as Verdict) : null
  return (
    <tr data-is={verdict?.is ?? 'saved'} aria-rowindex={index + 2}>
      <th scope="row" className="numbers">
        {index + 1}
      </th>
      {columns.map(({ field }, column) => (
        <td
          key={field.name}
          role="gridcell"
          aria-selected={active === column}
          data-wrong={isWrong(verdict, field.name) || undefined}
          onMouseDown={(e) => {
            if (active === column) return
            e.preventDefault()
            choose(index, column)
          }}
        >
          {active === column ? input : row.cells[column]}
        </td>
      ))}
      <td role="gridcell" className={classes.verdict}>
        <Said row={row} verdict={verdict} columns={columns} onAnother={onAnother} />
      </td>
    </tr>
  )
}, same)

/** The input of an active row is always new; that of others is none. */
function same(before: { input: React.ReactNode } & Record<string, unknown>, after: typeof before): boolean {
  return (
    !before.input &&
    !after.input &&
    ['row', 'index', 'said', 'columns', 'active'].every((name) =>
      name === 'columns' ? labels(before) === labels(after) : before[name] === after[name],
    )
  )
}

const labels = (props: Record<string, unknown>) =>
  (props['columns'] as Column[]).map(({ label }) => label).join()

function Said({
  row,
  verdict,
  columns,
  onAnother,
}: {
  row: Row
  verdict: Verdict | null
  columns: Column[]
  onAnother: (key: number, why: string) => void
}) {
  const words = useWords()
  const { t } = words
  const [why, setWhy] = useState<string | null>(null)
  if (!verdict) {
    return (
      <Link to={`/customers/${row.saved!}`} target="_blank" className={classes.saved!}>
        {t('grid.done')}
      </Link>
    )
  }
  switch (verdict.is) {
    case 'empty':
    case 'unchecked':
      return null
    case 'checking':
      return <span className="faint">{t('grid.checking')}</span>
    case 'ok':
      return <span className={classes.ok}>{t('grid.ok')}</span>
    case 'missing':
    case 'wrong': {
      const [first] = verdict.columns
      const field = columns.find((column) => column.field.name === first)?.field
      const wanted = verdict.is === 'wrong' && verdict.columns.length === 1 && field ? must(field, words) : undefined
      const names = verdict.columns.map((name) => columns.find(({ field }) => field.name === name)?.label ?? name)
      return (
        <span className={classes.bad}>
          {wanted === undefined
            ? t(verdict.is === 'missing' ? 'grid.required' : 'grid.wrong', {
                column: names.join(t('common.comma')),
              })
            : `${names[0]}${t('common.colon')}${wanted}`}
        </span>
      )
    }
    case 'refused':
      return <span className={classes.bad}>{verdict.detail}</span>
    case 'likely':
    case 'same': {
      const ask = verdict.alike.flatMap((it) => it.ask ?? [])
      const seen = verdict.alike.flatMap((it) => it.id ?? [])
      return (
        <div className={classes.twin}>
          <span className={verdict.is === 'same' ? classes.bad : classes.warn}>
            {seen.length === 0
              ? t('grid.likelyAsk', { ask: ask.join(t('common.comma')) })
              : t(verdict.is === 'same' ? 'grid.same' : 'grid.likely')}
          </span>
          {seen.map((id) => (
            <Link key={id} to={`/customers/${id}`} target="_blank">
              {t('grid.open')}
            </Link>
          ))}
          {verdict.is === 'likely' &&
            (why === null ? (
              <Button size="compact-xs" variant="default" onClick={() => setWhy('')}>
                {t('grid.another')}
              </Button>
            ) : (
              <form
                onSubmit={(e) => {
                  e.preventDefault()
                  if (why.trim()) onAnother(row.key, why.trim())
                }}
              >
                <TextInput
                  size="xs"
                  data-autofocus
                  aria-label={t('grid.why')}
                  placeholder={t('grid.why')}
                  maxLength={500}
                  value={why}
                  onChange={(e) => setWhy(e.currentTarget.value)}
                />
              </form>
            ))}
        </div>
      )
    }
  }
}
