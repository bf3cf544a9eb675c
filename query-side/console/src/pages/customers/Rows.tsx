import { Checkbox } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconBuilding, IconBuildingStore, IconUser } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  memo,
  useCallback,
  useEffect,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
} from 'react'
import { Link, useNavigate } from 'react-router'
import type { CustomerRow } from '../../api/types'
import { useWords } from '../../i18n'
import type { CustomerKind } from '../../life/events'
import { safeColour } from '../../ui/grade'
import type { Column } from './columns'
import type { Selection } from './selection'
import classes from './customers.module.css'

const KINDS: Record<CustomerKind, typeof IconUser> = {
  company: IconBuilding,
  outlet: IconBuildingStore,
  person: IconUser,
}

const HEIGHT = 44

/** Any number of customers, of which only those in view are in the page. */
export function Rows({
  rows,
  pending,
  columns,
  selection,
  sort,
  onSort,
  more,
}: {
  rows: CustomerRow[]
  pending: boolean
  columns: Column[]
  selection: Selection
  sort: string
  onSort: (sort: string) => void
  more: (() => void) | undefined
}) {
  const { t } = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(0)
  const anchor = useRef(0)
  const virtual = useVirtualizer({
    count: pending ? 12 : rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 10,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last >= rows.length - 30) more()
  }, [last, rows.length, more])

  const focus = (index: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, index))
    setCurrent(next)
    virtual.scrollToIndex(next)
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"] a`)?.focus(),
    )
  }
  const shown = useRef(rows)
  useEffect(() => {
    shown.current = rows
  }, [rows])
  const { add, toggle } = selection
  const range = useCallback(
    (to: number) => {
      const [from, until] = [Math.min(anchor.current, to), Math.max(anchor.current, to)]
      add(shown.current.slice(from, until + 1))
    },
    [add],
  )
  const tick = useCallback(
    (row: CustomerRow, index: number, upTo: boolean) => {
      if (upTo) range(index)
      else toggle(row)
      anchor.current = index
      setCurrent(index)
    },
    [range, toggle],
  )
  const onKey = (e: KeyboardEvent) => {
    const row = rows[current]
    if (e.key === ' ' && row) {
      e.preventDefault()
      if (e.shiftKey) range(current)
      else selection.toggle(row)
      anchor.current = current
      return
    }
    if (e.key === 'Escape' && selection.rows.size > 0) {
      selection.clear()
      return
    }
    if (e.key === 'a' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault()
      selection.add(rows)
      return
    }
    const page = Math.floor((scroller.current?.clientHeight ?? 400) / HEIGHT) - 1
    const to: Partial<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: rows.length - 1,
    }
    const next = to[e.key]
    if (next === undefined) return
    e.preventDefault()
    focus(next)
    if (e.shiftKey) range(Math.max(0, Math.min(rows.length - 1, next)))
    else anchor.current = next
  }
  const [by, direction] = sort.startsWith('-') ? [sort.slice(1), 'desc'] : [sort, 'asc']
  const template = {
    '--columns': `28px ${columns.map((column) => column.width).join(' ')}`,
  } as CSSProperties
  const chosen = rows.filter((row) => selection.has(row.id)).length

  return (
    <div
      className={`panel ${classes.table}`}
      role="grid"
      aria-label={t('nav.customers')}
      aria-rowcount={rows.length + 1}
      aria-busy={pending || undefined}
      aria-multiselectable
      style={template}
    >
      <div role="rowgroup" className={classes.header}>
        <div role="row" className={classes.row}>
          <div role="columnheader">
            <Checkbox
              size="xs"
              aria-label={t('list.selectAll')}
              checked={rows.length > 0 && chosen === rows.length}
              indeterminate={chosen > 0 && chosen < rows.length}
              onChange={() => selection.toggleAll(rows)}
            />
          </div>
          {columns.map((column) => (
            <div
              key={column.key}
              role="columnheader"
              aria-sort={
                column.sort && by === column.sort
                  ? direction === 'desc'
                    ? 'descending'
                    : 'ascending'
                  : undefined
              }
            >
              {column.sort ? (
                <button
                  type="button"
                  onClick={() =>
                    onSort(by === column.sort && direction === 'asc' ? `-${column.sort}` : column.sort!)
                  }
                >
                  {column.label}
                  {by === column.sort &&
                    (direction === 'desc' ? (
                      <IconArrowDown size={13} aria-hidden />
                    ) : (
                      <IconArrowUp size={13} aria-hidden />
                    ))}
                </button>
              ) : (
                column.label
              )}
            </div>
          ))}
        </div>
      </div>
      <div ref={scroller} role="rowgroup" className={classes.body} onKeyDown={onKey} tabIndex={-1}>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          {items.map((item) => {
            const row = rows[item.index]
            if (!row) {
              return (
                <div
                  key={item.key}
                  className={classes.row}
                  data-pending
                  style={{ transform: `translateY(${item.start}px)` }}
                  role="row"
                >
                  <div role="gridcell" />
                  <div role="gridcell">
                    <span className={classes.ghost} style={{ width: 120 + ((item.index * 53) % 120) }} />
                  </div>
                </div>
              )
            }
            return (
              <Row
                key={row.id}
                row={row}
                index={item.index}
                top={item.start}
                columns={columns}
                selected={selection.has(row.id)}
                current={item.index === current}
                onTick={tick}
                onRange={range}
                onToggle={toggle}
                onCurrent={setCurrent}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** Drawn anew only if something of it is another: a list is scrolled more than it changes. */
const Row = memo(function Row({
  row,
  index,
  top,
  columns,
  selected,
  current,
  onTick,
  onRange,
  onToggle,
  onCurrent,
}: {
  row: CustomerRow
  index: number
  top: number
  columns: Column[]
  selected: boolean
  current: boolean
  onTick: (row: CustomerRow, index: number, upTo: boolean) => void
  onRange: (to: number) => void
  onToggle: (row: CustomerRow) => void
  onCurrent: (index: number) => void
}) {
  const { t, word } = useWords()
  const navigate = useNavigate()
  const Icon = KINDS[row.kind] ?? IconBuilding
  const name = row.name ?? t('common.erased')
  const colour = row.classification ? safeColour(row.classification.colour) : 'transparent'
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-index={index}
      className={classes.row}
      style={{ transform: `translateY(${top}px)`, '--grade': colour } as CSSProperties}
      onClick={(e) => {
        if ((e.target as Element).closest('a, input, label')) return
        if (e.shiftKey) onRange(index)
        else if (e.ctrlKey || e.metaKey) onToggle(row)
        else void navigate(`/customers/${row.id}`)
      }}
    >
      <div role="gridcell">
        <Checkbox
          size="xs"
          tabIndex={-1}
          aria-label={t('list.select', { name })}
          checked={selected}
          onChange={(e) => onTick(row, index, (e.nativeEvent as MouseEvent).shiftKey)}
        />
      </div>
      {columns.map((column) =>
        column.key === 'name' ? (
          <div key="name" role="gridcell" className={classes.name}>
            <span className={classes.kind} title={word('kind', row.kind)}>
              <Icon size={17} stroke={1.6} aria-hidden />
            </span>
            <Link
              to={`/customers/${row.id}`}
              tabIndex={current ? 0 : -1}
              onFocus={() => onCurrent(index)}
            >
              {name}
            </Link>
          </div>
        ) : (
          <div key={column.key} role="gridcell" className={column.numbers ? 'numbers' : undefined}>
            {column.cell(row)}
          </div>
        ),
      )}
    </div>
  )
})
