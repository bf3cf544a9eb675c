import { Checkbox, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useCallback, useEffect, useMemo, useRef, type ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { PreviewRow } from '../../api/handovers'
import { useFields } from '../../api/queries'
import { useWords } from '../../i18n'
import type { Holder } from '../../life/events'
import { instant, startOfDay } from '../../life/time'
import { HolderName, useNames } from '../../ui/holder'
import { Empty } from '../../ui/Page'
import { DRAGGED, keyOf } from './Receivers'
import classes from './handovers.module.css'

const HEIGHT = 46

interface Props {
  rows: readonly PreviewRow[]
  /** Only those that go there. */
  only: string | null
  /** Placed on this page, not yet worked out. */
  byHand: ReadonlyMap<string, Holder | null>
  chosen: ReadonlySet<string>
  onChosen: ((chosen: ReadonlySet<string>) => void) | undefined
  several: boolean
  children: ReactNode
}

/** Every customer of the preview: where it goes, and why. Only what is in sight is drawn. */
export function Rows({ rows, only, byHand, chosen, onChosen, several, children }: Props) {
  const { t, format } = useWords()
  const [params, setParams] = useSearchParams()
  const q = params.get('q') ?? ''
  const shown = useMemo(() => {
    const wanted = q.trim().toLowerCase()
    return rows.filter((row) => {
      const to = byHand.has(row.customer) ? byHand.get(row.customer) : row.to
      return (
        (only === null || keyOf(to) === only) &&
        (wanted === '' || (row.name ?? '').toLowerCase().includes(wanted))
      )
    })
  }, [rows, only, q, byHand])
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 10,
  })
  const whole = shown.length > 0 && shown.every((row) => chosen.has(row.customer))
  // The same for as long as the page stands: rows that stay as they are need not be drawn anew.
  const latest = useRef({ chosen, onChosen })
  useEffect(() => {
    latest.current = { chosen, onChosen }
  })
  const toggle = useCallback((customer: string) => {
    const next = new Set(latest.current.chosen)
    if (!next.delete(customer)) next.add(customer)
    latest.current.onChosen?.(next)
  }, [])
  const drag = useCallback((customer: string) => {
    const { chosen, onChosen } = latest.current
    if (!chosen.has(customer)) onChosen?.(new Set([customer]))
  }, [])
  return (
    <section className={`panel ${classes.rows}`} aria-label={t('handover.rows')}>
      <div className={classes.tools}>
        {onChosen && (
          <Checkbox
            aria-label={t('handover.chooseAll')}
            checked={whole}
            indeterminate={!whole && chosen.size > 0}
            onChange={() => onChosen(whole ? new Set() : new Set(shown.map((row) => row.customer)))}
          />
        )}
        <TextInput
          size="xs"
          w={230}
          aria-label={t('handover.find')}
          placeholder={t('handover.find')}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={q}
          onChange={(e) => {
            const text = e.currentTarget.value
            setParams(
              (before) => {
                const next = new URLSearchParams(before)
                if (text) next.set('q', text)
                else next.delete('q')
                return next
              },
              { replace: true },
            )
          }}
        />
        {children}
        <span className="soft numbers" role="status">
          {chosen.size > 0
            ? t('handover.chosen', { count: chosen.size })
            : t('handover.shown', { count: shown.length, all: format.number(rows.length) })}
        </span>
      </div>
      <div
        ref={scroller}
        className={classes.scroller}
        role="table"
        tabIndex={0}
        aria-label={t('handover.rows')}
        aria-rowcount={shown.length + 1}
      >
        <div className={classes.rowHead} role="row">
          <span role="columnheader">{t('customers.name')}</span>
          <span role="columnheader">{t('handover.goesTo')}</span>
          <span role="columnheader">{t('handover.because')}</span>
          <span role="columnheader">{t('handover.needs')}</span>
          <span role="columnheader">{t('handover.lastContact')}</span>
        </div>
        {shown.length === 0 && <Empty title={t('common.nothingFound')} />}
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="rowgroup">
          {virtual.getVirtualItems().map((item) => {
            const row = shown[item.index]!
            return (
              <Row
                key={row.customer}
                row={row}
                index={item.index}
                start={item.start}
                several={several}
                to={byHand.has(row.customer) ? byHand.get(row.customer)! : (row.to ?? null)}
                byHand={byHand.has(row.customer)}
                chosen={chosen.has(row.customer)}
                onToggle={onChosen && toggle}
                onDrag={onChosen && drag}
              />
            )
          })}
        </div>
      </div>
    </section>
  )
}

const Row = memo(function Row({
  row,
  index,
  start,
  several,
  to,
  byHand,
  chosen,
  onToggle,
  onDrag,
}: {
  row: PreviewRow
  index: number
  start: number
  several: boolean
  to: Holder | null
  byHand: boolean
  chosen: boolean
  onToggle: ((customer: string) => void) | undefined
  onDrag: ((customer: string) => void) | undefined
}) {
  const { t, format } = useWords()
  const names = useNames()
  const why = useWhy()
  const name = row.name ?? t('common.erased')
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={classes.row}
      data-chosen={chosen || undefined}
      data-by-hand={byHand || undefined}
      style={{ transform: `translateY(${start}px)` }}
      draggable={onDrag !== undefined}
      onDragStart={(e) => {
        onDrag?.(row.customer)
        e.dataTransfer.setData(DRAGGED, row.customer)
        e.dataTransfer.effectAllowed = 'move'
      }}
    >
      <span role="cell" className={classes.rowName}>
        {onToggle && (
          <Checkbox
            size="xs"
            checked={chosen}
            onChange={() => onToggle(row.customer)}
            aria-label={t('handover.choose', { name })}
          />
        )}
        {row.grade && <span className={classes.gradeMark}>{row.grade}</span>}
        <Link to={`/customers/${row.customer}`}>{name}</Link>
        {several && row.from && <span className="faint">{names.rep(row.from)}</span>}
      </span>
      <span role="cell">{to ? <HolderName holder={to} /> : <i className="soft">{t('handover.stay')}</i>}</span>
      <span role="cell" className="soft">
        {byHand ? t('handover.byHandNow') : why(row)}
      </span>
      <span role="cell" className="numbers">
        {row.overdueSteps > 0 && (
          <span className={classes.overdue}>{t('handover.overdueSteps', { count: row.overdueSteps })} </span>
        )}
        {row.nextDate && <span className="soft">{format.shortDay(startOfDay(row.nextDate))}</span>}
      </span>
      <span role="cell" className="faint numbers">
        {row.lastContact ? format.ago(instant(row.lastContact)) : t('handover.never')}
      </span>
    </div>
  )
})

/** Why a customer goes there, or nowhere, in a few words. */
function useWhy() {
  const { t, word } = useWords()
  const { label } = useFields()
  return ({ why }: PreviewRow) => {
    switch (why.by) {
      case 'field': {
        const field = why.field ?? ''
        const name =
          field === 'grade' || field === 'kind' ? t(`handover.field.${field}`) : label(field)
        const value = why.value ?? t('common.none')
        return t('handover.whyField', {
          field: name,
          value: field === 'kind' ? word('kind', value) : value,
        })
      }
      case 'relationship':
        return t('handover.whyRelationship', { count: why.followUps ?? 0 })
      default:
        return word('why', why.by)
    }
  }
}
