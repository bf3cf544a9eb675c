import { Button, CloseButton } from '@mantine/core'
import { IconMap2, IconPlus, IconTablePlus } from '@tabler/icons-react'
import { Suspense, useCallback, useDeferredValue, useMemo, useState } from 'react'
import { Link } from 'react-router'
import { useCustomers } from '../../api/queries'
import { useWords } from '../../i18n'
import { useMay, useSession } from '../../session/session'
import { useSearch } from '../../shell/useSearch'
import { Empty, Page } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { part } from '../../ui/part'
import type { Deed } from './bulk'
import { useColumns } from './columns'
import { columnsOf, filterOf } from './filter'
import { Filters } from './Filters'
import { Rows } from './Rows'
import { SearchBox } from './SearchBox'
import { useSelection } from './selection'
import { ColumnChoice, Views } from './Views'
import classes from './customers.module.css'

const NewCustomer = part(() => import('./NewCustomer').then((it) => it.NewCustomer))
const Bulk = part(() => import('./Bulk').then((it) => it.Bulk))

const MOST_SELECTED = 1000

export function Component() {
  const { t, format } = useWords()
  const { roles } = useSession()
  const may = useMay()
  const [params, setParams] = useSearch()
  const [adding, setAdding] = useState(false)
  const [deed, setDeed] = useState<Deed | null>(null)
  const selection = useSelection()
  const columns = useColumns()

  const put = useCallback(
    (name: string, value: string | null) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          if (value) next.set(name, value)
          else next.delete(name)
          return next
        },
        { replace: true },
      ),
    [setParams],
  )
  const search = useCallback((q: string) => put('q', q), [put])
  const filter = useMemo(() => filterOf(params), [params])
  const query = useCustomers(filter)
  // Whoever goes on typing is not kept waiting for rows to be drawn.
  const data = useDeferredValue(query.data)
  const rows = useMemo(() => data?.pages.flatMap((page) => page.customers) ?? [], [data])
  const first = data?.pages[0]
  const filtered = Object.keys(filter).some((name) => name !== 'sort')
  const named = columnsOf(params).join()
  const shown = useMemo(
    () => named.split(',').flatMap((key) => columns.get(key) ?? []),
    [named, columns],
  )

  const deeds: Deed[] = [
    ...(roles.includes('rep') || roles.includes('manager') ? (['transfer', 'release'] as const) : []),
    ...(roles.includes('manager') ? (['assign'] as const) : []),
    ...(roles.includes('rep') ? (['classify'] as const) : []),
  ]

  const selectMatching = async () => {
    let all = query
    while (all.hasNextPage && (all.data?.pages.length ?? 0) * 100 < MOST_SELECTED) {
      all = (await query.fetchNextPage()) as typeof query
    }
    selection.add(
      (all.data?.pages.flatMap((page) => page.customers) ?? []).slice(0, MOST_SELECTED),
    )
  }

  return (
    <Page
      title={t('nav.customers')}
      actions={
        <Button.Group className={classes.actions!}>
          <Button
            variant="default"
            component={Link}
            to="/map"
            leftSection={<IconMap2 size={16} stroke={1.8} />}
          >
            {t('list.map')}
          </Button>
          {may('register') && (
            <Button
              variant="default"
              component={Link}
              to="/customers/enter"
              leftSection={<IconTablePlus size={16} stroke={1.8} />}
            >
              {t('list.enterMany')}
            </Button>
          )}
          {may('register') && (
            <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
              {t('customers.add')}
            </Button>
          )}
        </Button.Group>
      }
    >
      <div className={classes.tools} role="search">
        <SearchBox value={params.get('q') ?? ''} onSearch={search} />
        <Filters
          params={params}
          put={put}
          reset={() =>
            setParams(
              (before) => {
                const kept = new URLSearchParams()
                for (const name of ['q', 'sort', 'columns']) {
                  const value = before.get(name)
                  if (value) kept.set(name, value)
                }
                return kept
              },
              { replace: true },
            )
          }
        />
        <Views params={params} />
        <ColumnChoice all={columns} params={params} put={put} />
        <span className={`${classes.count} numbers`} aria-live="polite">
          {first &&
            t(first.totalIsLowerBound ? 'customers.totalAtLeast' : 'customers.total', {
              count: first.total,
            })}
        </span>
      </div>
      {query.error && !data && <Problem error={query.error} retry={() => void query.refetch()} />}
      {!query.error && data && rows.length === 0 ? (
        <div className="panel">
          <Empty title={t(filtered ? 'customers.noneFound' : 'customers.noneYet')}>
            {filtered ? (
              t('customers.noneFoundAdvice')
            ) : may('import') ? (
              <Link to="/import">{t('customers.noneYetAdvice')}</Link>
            ) : (
              t(roles.includes('steward') ? 'customers.noneSteward' : 'customers.noneYours')
            )}
          </Empty>
        </div>
      ) : (
        (data || !query.error) && (
          <>
            <Rows
              rows={rows}
              pending={!data}
              columns={shown}
              selection={selection}
              sort={params.get('sort') ?? ''}
              onSort={(sort) => put('sort', sort)}
              more={
                query.hasNextPage && !query.isFetchingNextPage
                  ? () => void query.fetchNextPage()
                  : undefined
              }
            />
            <p className={classes.keys}>{t('list.keys')}</p>
          </>
        )
      )}
      {selection.rows.size > 0 && (
        <div className={classes.bulk} role="toolbar" aria-label={t('list.selected', { count: selection.rows.size })}>
          <b className="numbers" aria-live="polite">
            {t('list.selected', { count: selection.rows.size })}
          </b>
          {query.hasNextPage && selection.rows.size >= rows.length && selection.rows.size < MOST_SELECTED && (
            <Button size="compact-sm" variant="subtle" onClick={() => void selectMatching()}>
              {t('list.selectMatching', { most: format.number(MOST_SELECTED) })}
            </Button>
          )}
          {deeds.map((it) => (
            <Button key={it} size="compact-sm" variant="light" onClick={() => setDeed(it)}>
              {t(`bulk.${it}`)}
            </Button>
          ))}
          <CloseButton size="sm" aria-label={t('list.clearSelection')} onClick={selection.clear} />
        </div>
      )}
      <Suspense>
        {adding && <NewCustomer close={() => setAdding(false)} />}
        {deed && <Bulk deed={deed} rows={[...selection.rows.values()]} close={() => setDeed(null)} />}
      </Suspense>
    </Page>
  )
}
