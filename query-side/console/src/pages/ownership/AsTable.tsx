import { useQueries } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { Link } from 'react-router'
import type { Interval } from '../../api/intervals'
import { profileQuery } from '../../api/queries'
import { useWords } from '../../i18n'
import { FOR_EVER, type Micros } from '../../life/time'
import { HolderName } from '../../ui/holder'
import { textOf } from '../../ui/Value'
import type { Life } from './model'
import classes from './ownership.module.css'

const HEIGHT = 38

/** The chart in words: every interval, those of the moment marked. */
export function AsTable({ lives, at }: { lives: readonly Life[]; at: Micros }) {
  const words = useWords()
  const { t, format } = words
  const rows = useMemo<Interval[]>(() => lives.flatMap((life) => life.intervals), [lives])
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const asked = [...new Set(items.map((item) => rows[item.index]!.customer))]
  const profiles = useQueries({
    queries: asked.map((id) => ({ ...profileQuery(id), enabled: !virtual.isScrolling })),
  })
  const nameOf = new Map(
    profiles.flatMap(({ data }) => (data ? [[data.id, textOf(data.fields['name'], words)]] : [])),
  )
  return (
    <div
      ref={scroller}
      className={classes.table}
      role="table"
      tabIndex={0}
      aria-label={t('ownership.intervals')}
      aria-rowcount={rows.length + 1}
    >
      <div className={classes.tableHead} role="row">
        <span role="columnheader">{t('audit.customer')}</span>
        <span role="columnheader">{t('lane.owner')}</span>
        <span role="columnheader">{t('audit.from')}</span>
        <span role="columnheader">{t('audit.to')}</span>
        <span role="columnheader">{t('audit.event')}</span>
      </div>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map((item) => {
          const it = rows[item.index]!
          return (
            <div
              key={`${it.customer}-${it.from}`}
              role="row"
              aria-rowindex={item.index + 2}
              className={classes.tableRow}
              data-then={(it.from <= at && at < it.to) || undefined}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <span role="cell">
                <Link to={`/customers/${it.customer}`}>
                  {nameOf.get(it.customer) ?? it.customer.slice(-8)}
                </Link>
              </span>
              <span role="cell">
                <HolderName holder={it.holder} link />
              </span>
              <span role="cell" className="numbers">
                {format.minute(it.from)}
              </span>
              <span role="cell" className="numbers">
                {it.to === FOR_EVER ? t('versions.today') : format.minute(it.to)}
              </span>
              <span role="cell">
                <Link className="faint" to={`/customers/${it.customer}#event-${it.event}`}>
                  {it.event.slice(-8)}
                </Link>
              </span>
            </div>
          )
        })}
      </div>
    </div>
  )
}
