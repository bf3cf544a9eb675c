import { Button, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { request } from '../../api/client'
import { useCustomers, usePools } from '../../api/queries'
import type { CustomerRow, Receipt } from '../../api/types'
import { useWords } from '../../i18n'
import { instant } from '../../life/time'
import { useSession } from '../../session/session'
import { Grade } from '../../ui/grade'
import { Empty, Page } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { Value } from '../../ui/Value'
import classes from './pool.module.css'

/** Customers without an owner, to be taken. */
export function Component() {
  const { t, format } = useWords()
  const pools = usePools()
  const [params, setParams] = useSearchParams()
  const all = pools.data?.pools ?? []
  const chosen = params.get('pool') ?? all[0]?.pool
  return (
    <Page title={t('nav.pool')} lead={t('pool.lead')}>
      {pools.error && <Problem error={pools.error} retry={() => void pools.refetch()} />}
      {pools.data && all.length === 0 && (
        <div className="panel">
          <Empty title={t('pool.empty')}>{t('pool.emptyAdvice')}</Empty>
        </div>
      )}
      {chosen !== undefined && all.length > 0 && (
        <>
          <div className={classes.pools} role="group" aria-label={t('nav.pool')}>
            {all.map((it) => (
              <button
                key={it.pool}
                type="button"
                aria-pressed={it.pool === chosen}
                onClick={() => setParams({ pool: it.pool }, { replace: true })}
              >
                <span>{it.pool}</span>
                <b className="numbers">{format.number(it.customers)}</b>
              </button>
            ))}
          </div>
          <Members pool={chosen} />
        </>
      )}
    </Page>
  )
}

function Members({ pool }: { pool: string }) {
  const { t, format } = useWords()
  const { actor } = useSession()
  const query = useCustomers({ pool })
  const rows = query.data?.pages.flatMap((page) => page.customers) ?? []
  const rep = actor.startsWith('rep:')
  if (query.error) return <Problem error={query.error} retry={() => void query.refetch()} />
  return (
    <section className={`panel ${classes.members}`} aria-label={pool}>
      {!rep && (
        <Text size="sm" c="var(--past)" className={classes.hint!}>
          {t('pool.chooseRep')}
        </Text>
      )}
      <ul>
        {rows.map((row) => (
          <Member key={row.id} row={row} rep={rep} day={format.day} />
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
    </section>
  )
}

function Member({
  row,
  rep,
  day,
}: {
  row: CustomerRow
  rep: boolean
  day: (at: number) => string
}) {
  const { t } = useWords()
  const queries = useQueryClient()
  const claim = useMutation({
    mutationFn: () => request<Receipt>('POST', `/api/customers/${row.id}/claim`, { body: {
      reason: t('pool.claimReason'),
    } }),
    onSuccess: () => {
      notifications.show({ message: t('pool.claimed'), color: 'teal' })
      void queries.invalidateQueries({ queryKey: ['customers'] })
      void queries.invalidateQueries({ queryKey: ['pools'] })
    },
  })
  return (
    <li>
      <div className={classes.name}>
        <Link to={`/customers/${row.id}`}>{row.name ?? t('common.erased')}</Link>
        {row.classification && <Grade {...row.classification} />}
      </div>
      <span className="soft">
        <Value value={row.fields['region']} />
      </span>
      <span className="soft numbers">{t('pool.news', { day: day(instant(row.updatedAt)) })}</span>
      <Button
        size="compact-sm"
        variant="light"
        disabled={!rep || claim.isSuccess}
        loading={claim.isPending}
        onClick={() => claim.mutate()}
      >
        {t('pool.claim')}
      </Button>
      {claim.error && (
        <div className={classes.refused}>
          <Problem error={claim.error} />
        </div>
      )}
    </li>
  )
}
