import { Button, CloseButton, Kbd, Select, Text, TextInput } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import {
  IconArrowDown,
  IconArrowUp,
  IconBuildingStore,
  IconBuilding,
  IconPlus,
  IconSearch,
  IconUser,
} from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { lazy, Suspense, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { useCustomers, usePools, useReps, type CustomerFilter } from '../../api/queries'
import type { CustomerRow } from '../../api/types'
import { useWords, type Key } from '../../i18n'
import type { CustomerKind } from '../../life/events'
import { parseInstant } from '../../life/time'
import { Grade } from '../../ui/grade'
import { HolderName } from '../../ui/holder'
import { Empty, Page } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Problem } from '../../ui/Problem'
import { Value } from '../../ui/Value'
import classes from './customers.module.css'

const NewCustomer = lazy(() => import('./NewCustomer').then((it) => ({ default: it.NewCustomer })))

const KINDS: Record<CustomerKind, typeof IconUser> = {
  company: IconBuilding,
  outlet: IconBuildingStore,
  person: IconUser,
}

const COLUMNS: readonly { key: Key; sort?: string }[] = [
  { key: 'customers.name', sort: 'name' },
  { key: 'customers.grade', sort: 'grade' },
  { key: 'customers.owner' },
  { key: 'customers.region' },
  { key: 'customers.phone' },
  { key: 'customers.updated', sort: 'updated' },
]

const FILTERS = ['owner', 'pool', 'grade', 'region'] as const

export function Component() {
  const { t, format } = useWords()
  const [params, setParams] = useSearchParams()
  const [typed, setTyped] = useState(params.get('q') ?? '')
  const [q] = useDebouncedValue(typed.trim(), 150)
  const search = useRef<HTMLInputElement>(null)
  const [adding, setAdding] = useState(false)
  const { reps } = useReps()
  const pools = usePools()
  useHotkeys([['/', () => search.current?.focus()]])

  const put = (name: string, value: string | null) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value) next.set(name, value)
        else next.delete(name)
        return next
      },
      { replace: true },
    )
  useEffect(() => {
    if (q !== (params.get('q') ?? '')) put('q', q)
    // only what was typed moves it
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [q])

  const filter = useMemo<CustomerFilter>(() => {
    const chosen: CustomerFilter = {}
    for (const name of [...FILTERS, 'sort'] as const) {
      const value = params.get(name)
      if (value) chosen[name] = value
    }
    if (q) chosen.q = q
    return chosen
  }, [params, q])
  const query = useCustomers(filter)
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.customers) ?? [], [query.data])
  const first = query.data?.pages[0]
  const filtered = Object.keys(filter).some((name) => name !== 'sort')

  return (
    <Page
      title={t('nav.customers')}
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
          {t('customers.add')}
        </Button>
      }
    >
      <div className={classes.tools} role="search">
        <TextInput
          ref={search}
          className={classes.search!}
          aria-label={t('customers.search')}
          placeholder={t('customers.searchHint')}
          leftSection={<IconSearch size={16} stroke={1.8} />}
          rightSection={
            typed ? (
              <CloseButton
                size="sm"
                aria-label={t('customers.clear')}
                onClick={() => setTyped('')}
              />
            ) : (
              <Kbd size="xs">/</Kbd>
            )
          }
          value={typed}
          onChange={(e) => setTyped(e.currentTarget.value)}
        />
        <Select
          w={180}
          searchable
          clearable
          aria-label={t('customers.owner')}
          placeholder={t('customers.anyOwner')}
          data={reps.map((rep) => ({ value: rep.id, label: personal(rep.name, t) }))}
          value={params.get('owner')}
          onChange={(value) => put('owner', value)}
          clearButtonProps={{ 'aria-label': t('customers.clear') }}
        />
        {(pools.data?.pools.length ?? 0) > 0 && (
          <Select
            w={160}
            clearable
            aria-label={t('nav.pool')}
            placeholder={t('customers.anyPool')}
            data={pools.data!.pools.map((it) => it.pool)}
            value={params.get('pool')}
            onChange={(value) => put('pool', value)}
            clearButtonProps={{ 'aria-label': t('customers.clear') }}
          />
        )}
        <Select
          w={120}
          clearable
          aria-label={t('customers.grade')}
          placeholder={t('customers.anyGrade')}
          data={['A', 'B', 'C', 'D']}
          value={params.get('grade')}
          onChange={(value) => put('grade', value)}
          clearButtonProps={{ 'aria-label': t('customers.clear') }}
        />
        <Text size="sm" c="var(--ink-faint)" ml="auto" aria-live="polite" className="numbers">
          {first &&
            t(first.totalIsLowerBound ? 'customers.totalAtLeast' : 'customers.total', {
              count: first.total,
            })}
        </Text>
      </div>
      {query.error && <Problem error={query.error} retry={() => void query.refetch()} />}
      {!query.error && !query.isPending && rows.length === 0 ? (
        <div className="panel">
          <Empty title={t(filtered ? 'customers.noneFound' : 'customers.noneYet')}>
            {filtered ? (
              t('customers.noneFoundAdvice')
            ) : (
              <Link to="/import">{t('customers.noneYetAdvice')}</Link>
            )}
          </Empty>
        </div>
      ) : (
        !query.error && (
          <Rows
            rows={rows}
            pending={query.isPending}
            sort={params.get('sort') ?? ''}
            onSort={(sort) => put('sort', sort)}
            more={
              query.hasNextPage && !query.isFetchingNextPage
                ? () => void query.fetchNextPage()
                : undefined
            }
            format={format}
          />
        )
      )}
      {adding && (
        <Suspense>
          <NewCustomer close={() => setAdding(false)} />
        </Suspense>
      )}
    </Page>
  )
}

const HEIGHT = 44

function Rows({
  rows,
  pending,
  sort,
  onSort,
  more,
  format,
}: {
  rows: CustomerRow[]
  pending: boolean
  sort: string
  onSort: (sort: string) => void
  more: (() => void) | undefined
  format: ReturnType<typeof useWords>['format']
}) {
  const { t, word } = useWords()
  const navigate = useNavigate()
  const scroller = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(0)
  const virtual = useVirtualizer({
    count: pending ? 12 : rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 12,
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
  const onKey = (e: KeyboardEvent) => {
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
  }
  const [by, direction] = sort.startsWith('-') ? [sort.slice(1), 'desc'] : [sort, 'asc']

  return (
    <div className={`panel ${classes.table}`} role="table" aria-label={t('nav.customers')} aria-rowcount={rows.length + 1}>
      <div role="rowgroup" className={classes.header}>
        <div role="row" className={classes.row}>
          {COLUMNS.map((column) => (
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
                  {t(column.key)}
                  {by === column.sort &&
                    (direction === 'desc' ? (
                      <IconArrowDown size={13} aria-hidden />
                    ) : (
                      <IconArrowUp size={13} aria-hidden />
                    ))}
                </button>
              ) : (
                t(column.key)
              )}
            </div>
          ))}
        </div>
      </div>
      <div ref={scroller} role="rowgroup" className={classes.body} onKeyDown={onKey} tabIndex={-1}>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          {items.map((item) => {
            const row = rows[item.index]
            const style = { transform: `translateY(${item.start}px)` }
            if (!row) {
              return (
                <div key={item.key} className={classes.row} data-pending style={style} role="row">
                  <div role="cell">
                    <span className={classes.ghost} style={{ width: 120 + ((item.index * 53) % 120) }} />
                  </div>
                </div>
              )
            }
            const Icon = KINDS[row.kind] ?? IconBuilding
            const at = parseInstant(row.updatedAt)
            const { region, phone } = row.fields
            return (
              <div
                key={row.id}
                role="row"
                aria-rowindex={item.index + 2}
                data-index={item.index}
                className={classes.row}
                style={style}
                onClick={(e) => {
                  if (!(e.target as Element).closest('a')) void navigate(`/customers/${row.id}`)
                }}
              >
                <div role="cell" className={classes.name}>
                  <span className={classes.kind} title={word('kind', row.kind)}>
                    <Icon size={17} stroke={1.6} aria-hidden />
                  </span>
                  <Link
                    to={`/customers/${row.id}`}
                    tabIndex={item.index === current ? 0 : -1}
                    onFocus={() => setCurrent(item.index)}
                  >
                    {row.name ?? t('common.erased')}
                  </Link>
                </div>
                <div role="cell">
                  {row.classification && <Grade {...row.classification} />}
                </div>
                <div role="cell">
                  {row.holder && <HolderName holder={row.holder} />}
                </div>
                <div role="cell"><Value value={region} /></div>
                <div role="cell" className="numbers">
                  <Value value={phone} />
                </div>
                <div role="cell" className="numbers soft">
                  {at !== undefined && (
                    <time dateTime={row.updatedAt} title={format.minute(at)}>
                      {format.ago(at)}
                    </time>
                  )}
                </div>
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

