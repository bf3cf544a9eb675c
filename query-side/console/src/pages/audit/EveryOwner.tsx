import { Button, Text } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'react-router'
import { lines } from '../../api/client'
import { nameQuery } from '../../api/names'
import type { Owned } from '../../api/types'
import { useWords } from '../../i18n'
import { formatInstant, instant, type Micros } from '../../life/time'
import { HolderName, useNames } from '../../ui/holder'
import { Problem } from '../../ui/Problem'
import { Value } from '../../ui/Value'
import classes from './audit.module.css'

const HEIGHT = 40

/** Who owned what at a moment, all customers, as they stream in. */
export function EveryOwner({ asOf, knownAt }: { asOf: Micros; knownAt: Micros | undefined }) {
  const { t, format } = useWords()
  const names = useNames()
  const { rows, done, error, again } = useStream(asOf, knownAt)
  const [only, setOnly] = useState<string | null>(null)
  const holders = useMemo(() => {
    const counts = new Map<string, { holder: Owned['holder']; count: number }>()
    for (const row of rows) {
      const key = keyOf(row.holder)
      const one = counts.get(key)
      if (one) one.count += 1
      else counts.set(key, { holder: row.holder, count: 1 })
    }
    return [...counts].sort(([, a], [, b]) => b.count - a.count)
  }, [rows])
  const shown = useMemo(
    () => (only === null ? rows : rows.filter((row) => keyOf(row.holder) === only)),
    [rows, only],
  )
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 8,
  })
  const items = virtual.getVirtualItems()
  const called = useQueries({
    queries: items.map((item) => nameQuery(shown[item.index]!.customer)),
  })
  if (error !== null) return <Problem error={error} retry={again} />
  const most = holders[0]?.[1].count ?? 1
  return (
    <>
      <Text size="sm" c="var(--ink-soft)" mb="sm" aria-live="polite" className="numbers">
        {t(done ? 'audit.found' : 'audit.finding', { count: rows.length })}
      </Text>
      <div className={classes.every}>
        <section className={`panel ${classes.holders}`} aria-label={t('audit.byOwner')}>
          {holders.map(([key, { holder, count }]) => (
            <button
              key={key}
              type="button"
              aria-pressed={only === key}
              onClick={() => setOnly(only === key ? null : key)}
              title={names.holder(holder)}
            >
              <span className={classes.amount} style={{ width: `${(count / most) * 100}%` }} />
              <HolderName holder={holder} />
              <b className="numbers">{format.number(count)}</b>
            </button>
          ))}
        </section>
        <section
          ref={scroller}
          className={`panel ${classes.rows}`}
          aria-label={t('audit.rows')}
          tabIndex={0}
        >
          <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
            {items.map((item, i) => {
              const row = shown[item.index]!
              const times = new URLSearchParams({
                asOf: formatInstant(asOf),
                ...(knownAt === undefined ? {} : { knownAt: formatInstant(knownAt) }),
              })
              return (
                <div
                  key={row.customer}
                  className={classes.row}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <Link to={`/customers/${row.customer}?${times.toString()}`}>
                    {called[i]?.data ? (
                      <Value value={called[i].data} />
                    ) : (
                      row.customer.slice(-8)
                    )}
                  </Link>
                  <HolderName holder={row.holder} />
                  <span className="numbers soft">
                    {t('audit.sinceDay', { day: format.day(instant(row.from)) })}
                  </span>
                  <Link className="faint" to={`/customers/${row.customer}#event-${row.event}`}>
                    {t('audit.event')}
                  </Link>
                </div>
              )
            })}
          </div>
        </section>
      </div>
      {only !== null && (
        <Button mt="sm" size="xs" variant="default" onClick={() => setOnly(null)}>
          {t('audit.allOwners')}
        </Button>
      )}
    </>
  )
}

const keyOf = (holder: Owned['holder']) =>
  'rep' in holder ? `rep:${holder.rep}` : `pool:${holder.pool}`

/** Rows in portions, so that a hundred thousand do not render a hundred thousand times. */
function useStream(asOf: Micros, knownAt: Micros | undefined) {
  const [rows, setRows] = useState<Owned[]>([])
  const [done, setDone] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    const read = async () => {
      setRows([])
      setDone(false)
      setError(null)
      let all: Owned[] = []
      let told = 0
      const query = {
        asOf: formatInstant(asOf),
        knownAt: knownAt === undefined ? undefined : formatInstant(knownAt),
      }
      for await (const row of lines<Owned>('/api/owners', { query, signal: stop.signal })) {
        all.push(row)
        if (all.length - told >= 2000) {
          told = all.length
          setRows(all)
          all = [...all]
        }
      }
      setRows(all)
      setDone(true)
    }
    read().catch((e: unknown) => {
      if (!stop.signal.aborted) setError(e)
    })
    return () => stop.abort()
  }, [asOf, knownAt, attempt])
  return { rows, done, error, again: () => setAttempt(attempt + 1) }
}
