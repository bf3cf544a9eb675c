import { Button, Checkbox, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconHourglassLow } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { request } from '../../api/client'
import { customersChanged, reach } from '../../api/commands'
import { ApiProblem } from '../../api/problem'
import { usePools, useWaiting } from '../../api/queries'
import type { CustomerRow, Pool, Pools, Receipt } from '../../api/types'
import { useWords } from '../../i18n'
import { instant, now } from '../../life/time'
import { useSession } from '../../session/session'
import { Grade } from '../../ui/grade'
import { Empty, Loading, Page } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { part } from '../../ui/part'
import { Value } from '../../ui/Value'
import { useSelection, type Selection } from '../customers/selection'
import classes from './pool.module.css'

const Bulk = part(() => import('../customers/Bulk').then((it) => it.Bulk))
const FIRST = 10
/** Whom another has claimed is no longer open to who claims, and to most no longer there at all. */
const GONE = ['not-in-pool', 'conflict', 'moved-meanwhile', 'not-allowed', 'customer-not-found']

/** Customers without an owner, to be taken by reps and given by managers. */
export function Component() {
  const { t, format } = useWords()
  const pools = usePools()
  const [params, setParams] = useSearchParams()
  const all = pools.data?.pools ?? []
  // Whoever comes to claim wants to see somebody who can be claimed, and then stays in that pool.
  const [first, setFirst] = useState<string>()
  const asked = params.get('pool') ?? first
  const chosen = all.find((it) => it.pool === asked) ?? all.find((it) => it.customers > 0) ?? all[0]
  if (chosen && first === undefined) setFirst(chosen.pool)
  return (
    <Page title={t('nav.pool')} lead={t('pool.lead')}>
      {pools.error && !pools.data && <Problem error={pools.error} retry={() => void pools.refetch()} />}
      {pools.isPending && <Loading />}
      {pools.data && all.length === 0 && (
        <div className="panel">
          <Empty title={t('pool.empty')}>{t('pool.emptyAdvice')}</Empty>
        </div>
      )}
      {chosen && (
        <>
          <div className={classes.pools} role="group" aria-label={t('nav.pool')}>
            {all.map((it) => (
              <button
                key={it.pool}
                type="button"
                aria-pressed={it.pool === chosen.pool}
                onClick={() => setParams({ pool: it.pool }, { replace: true })}
              >
                <span>{it.pool}</span>
                <b className="numbers">{format.number(it.customers)}</b>
                {(it.region ?? it.productLine) && (
                  <small>{[it.region, it.productLine].filter(Boolean).join(' · ')}</small>
                )}
              </button>
            ))}
          </div>
          {pools.data?.mine && <Limits pool={chosen} mine={pools.data.mine} />}
          <Members key={chosen.pool} pool={chosen} mine={pools.data?.mine} />
        </>
      )}
    </Page>
  )
}

/** What the pool still allows: nobody should find out by being refused. */
function Limits({ pool, mine }: { pool: Pool; mine: NonNullable<Pools['mine']> }) {
  const { t } = useWords()
  return (
    <div className={classes.limits}>
      <Limit label={t('pool.today')} count={mine.claimedToday} most={pool.claimsPerDay} />
      <Limit label={t('pool.held')} count={mine.held} most={pool.mostHeld} />
      <p>
        {t('pool.order')}
        {pool.banDays !== undefined && ` ${t('pool.ban', { days: pool.banDays, count: pool.banDays })}`}
      </p>
    </div>
  )
}

function Limit({ label, count, most }: { label: string; count: number; most: number | undefined }) {
  const { t } = useWords()
  const share = most ? Math.min(1, count / most) : 0
  return (
    <div className={classes.limit}>
      <span>{label}</span>
      <b className="numbers">
        {most === undefined ? t('pool.noLimit', { count }) : t('pool.of', { count, most })}
      </b>
      {most !== undefined && (
        <>
          <span className={classes.gauge} aria-hidden>
            <i style={{ width: `${share * 100}%` }} data-full={share >= 1 || undefined} />
          </span>
          <small className="numbers">{t('pool.left', { count: Math.max(0, most - count) })}</small>
        </>
      )}
    </div>
  )
}

/** Why nobody can be claimed from this pool now; undefined if somebody can. */
const blocked = (pool: Pool, mine: Pools['mine']) =>
  mine && pool.claimsPerDay !== undefined && mine.claimedToday >= pool.claimsPerDay
    ? 'pool.noneLeft'
    : mine && pool.mostHeld !== undefined && mine.held >= pool.mostHeld
      ? 'pool.full'
      : undefined

function Members({ pool, mine }: { pool: Pool; mine: Pools['mine'] }) {
  const { t } = useWords()
  const { rep, roles } = useSession()
  const query = useWaiting(pool.pool)
  const selection = useSelection()
  const [assigning, setAssigning] = useState(false)
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  const assigns = roles.includes('manager')
  const claims = rep !== undefined && rep !== null && roles.includes('rep')
  const why = claims ? blocked(pool, mine) : undefined
  if (query.error && !query.data) return <Problem error={query.error} retry={() => void query.refetch()} />
  if (query.isPending) return <Loading />
  if (query.data && rows.length === 0) {
    return (
      <div className="panel">
        <Empty title={t('pool.emptyHere')}>{t('pool.emptyAdvice')}</Empty>
      </div>
    )
  }
  return (
    <section className={`panel ${classes.members}`} aria-label={pool.pool}>
      {why && (
        <Text size="sm" c="var(--past)" className={classes.hint!}>
          {t(why)}
        </Text>
      )}
      {assigns && (
        <div className={classes.assign}>
          <Text size="sm" c="var(--ink-soft)">
            {t('pool.managers')}
          </Text>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => selection.add(rows.slice(0, FIRST).map((it) => it.row))}
          >
            {t('pool.chooseFirst', { count: Math.min(FIRST, rows.length) })}
          </Button>
          <Button size="compact-sm" disabled={selection.rows.size === 0} onClick={() => setAssigning(true)}>
            {t('pool.assign', { count: selection.rows.size })}
          </Button>
        </div>
      )}
      <ul>
        {rows.map(({ row, since }, i) => (
          <Member
            key={row.id}
            row={row}
            since={since}
            next={rows[i + 1]?.row}
            claims={claims}
            may={why === undefined}
            selection={assigns ? selection : undefined}
          />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          m="md"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('pool.more')}
        </Button>
      )}
      <Suspense>
        {assigning && (
          <Bulk
            deed="assign"
            rows={[...selection.rows.values()]}
            close={() => {
              setAssigning(false)
              selection.clear()
            }}
          />
        )}
      </Suspense>
    </section>
  )
}

function Member({
  row,
  since,
  next,
  claims,
  may,
  selection,
}: {
  row: CustomerRow
  since: string
  next: CustomerRow | undefined
  claims: boolean
  may: boolean
  selection: Selection | undefined
}) {
  const { t, format } = useWords()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const name = row.name ?? t('common.erased')
  const at = instant(since)
  const claim = useMutation({
    mutationFn: () =>
      request<Receipt>('POST', `/api/customers/${row.id}/claim`, {
        body: { reason: t('pool.claimReason') },
      }),
    onSuccess: (receipt) => {
      reach(receipt)
      notifications.show({
        color: 'teal',
        message: (
          <span className={classes.said}>
            {t('pool.yours')}
            <Button size="compact-xs" variant="default" onClick={() => void navigate(`/customers/${row.id}`)}>
              {t('pool.openIt')}
            </Button>
          </span>
        ),
      })
      void queries.invalidateQueries({ queryKey: ['life', row.id] })
      customersChanged(queries)
    },
  })
  const gone = claim.error instanceof ApiProblem && GONE.includes(claim.error.code)
  return (
    <li data-done={claim.isSuccess || gone || undefined}>
      <div className={classes.name}>
        {selection && (
          <Checkbox
            size="xs"
            aria-label={t('pool.choose', { name })}
            checked={selection.has(row.id)}
            onChange={() => selection.toggle(row)}
          />
        )}
        <Link to={`/customers/${row.id}`}>{name}</Link>
        {row.classification && <Grade {...row.classification} />}
      </div>
      <span className="soft">
        <Value value={row.fields['region']} />
      </span>
      <span className={`${classes.waits} soft numbers`} title={t('pool.waitsSince', { day: format.day(at) })}>
        <IconHourglassLow size={14} stroke={1.7} aria-hidden />
        {t('pool.waits', { span: format.span(now() - at) })}
      </span>
      {claims ? (
        <Button
          size="compact-sm"
          variant="light"
          aria-label={t('pool.claimNamed', { name })}
          disabled={!may || claim.isSuccess || gone}
          loading={claim.isPending}
          onClick={() => claim.mutate()}
        >
          {t('pool.claim')}
        </Button>
      ) : (
        <span />
      )}
      {gone ? (
        <div className={classes.gone} role="status">
          <b>{t('pool.gone')}</b> {t('pool.goneAdvice')}{' '}
          {next && t('pool.next', { name: next.name ?? t('common.erased') })}
        </div>
      ) : (
        claim.error && (
          <div className={classes.refused}>
            <Problem error={claim.error} />
          </div>
        )
      )}
    </li>
  )
}
