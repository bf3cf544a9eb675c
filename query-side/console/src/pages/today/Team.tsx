import { Select, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { request } from '../../api/client'
import { useReps } from '../../api/queries'
import { useWords } from '../../i18n'
import { instant } from '../../life/time'
import { useSession } from '../../session/session'
import { HolderName, useNames } from '../../ui/holder'
import { Empty, Loading } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Problems } from '../../ui/Problem'
import { isInvolved } from '../handovers/status'
import classes from './today.module.css'

interface Due {
  today: string
  counts: Record<string, number>
  due: {
    kind: string
    effect: string
    on: string
    customer?: string
    name?: string
    rep: string
  }[]
}

interface Cases {
  handovers: {
    id: string
    cause: string
    from: string[]
    customers: number
    planned?: { by: string; at: string }
  }[]
}

const SHOWN = 200

/** What waits for a manager: cases to approve, and what the team owes its customers. */
export function Team() {
  const [params] = useSearchParams()
  const rep = params.get('rep')
  const kind = params.get('due')
  const cases = useQuery({
    queryKey: ['handovers', 'planned'],
    queryFn: ({ signal }) =>
      request<Cases>('GET', '/api/handovers', { query: { status: 'planned' }, signal }),
    refetchInterval: 60_000,
  })
  const due = useQuery({
    queryKey: ['due', rep, kind],
    queryFn: ({ signal }) => {
      const [of, effect] = kind?.split('.') ?? []
      return request<Due>('GET', '/api/due', {
        query: { rep: rep ?? undefined, kind: of, effect, limit: SHOWN },
        signal,
      })
    },
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  return (
    <>
      <Problems of={[cases, due]} />
      {cases.data ? (
        <Approvals planned={cases.data.handovers} />
      ) : (
        !cases.error && <Loading height={120} />
      )}
      {due.data ? <Owed due={due.data} kind={kind} rep={rep} /> : !due.error && <Loading height={240} />}
    </>
  )
}

function Approvals({ planned }: { planned: Cases['handovers'] }) {
  const { t, word, format } = useWords()
  const names = useNames()
  const { actor } = useSession()
  const waiting = planned.filter((it) => !isInvolved(it, actor))
  return (
    <section className={classes.section} aria-label={t('today.approvals')}>
      <h2 data-when={waiting.length > 0 ? 'today' : undefined}>
        {t('today.approvals')}
        <span className="numbers">{format.number(waiting.length)}</span>
      </h2>
      {waiting.length === 0 ? (
        <Text size="sm" c="var(--ink-soft)">
          {t('today.noApprovals')}
        </Text>
      ) : (
        <ul className={`panel ${classes.visits}`}>
          {waiting.map((it) => (
            <li key={it.id} className={classes.case}>
              <div>
                <b>
                  {t('today.case', { from: it.from.map(names.rep).join(t('common.comma')) })}
                </b>
                <Text size="sm" c="var(--ink-soft)">
                  {word('cause', it.cause)}
                  {it.planned &&
                    ` · ${t('today.plannedBy', {
                      by: names.actor(it.planned.by),
                      day: format.day(instant(it.planned.at)),
                    })}`}
                </Text>
              </div>
              <Link to={`/handovers/${it.id}`}>{t('today.look')}</Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Owed({ due, kind, rep }: { due: Due; kind: string | null; rep: string | null }) {
  const { t, word, format } = useWords()
  const [, setParams] = useSearchParams()
  const { reps } = useReps()
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
  const { counts, due: lines } = due
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  const rest = (kind ? (counts[kind] ?? 0) : all) - lines.length
  return (
    <section className={classes.section} aria-label={t('today.teamDue')}>
      <h2 data-when={lines.length > 0 ? 'overdue' : undefined}>
        {t('today.teamDue')}
        <span className="numbers">{format.number(all)}</span>
      </h2>
      <div className={classes.kinds} role="group" aria-label={t('today.only')}>
        {Object.entries(counts).map(([of, count]) => (
          <button
            key={of}
            type="button"
            aria-pressed={kind === of}
            onClick={() => put('due', kind === of ? null : of)}
          >
            {word('due', of)}
            <b className="numbers">{format.number(count)}</b>
          </button>
        ))}
        <Select
          size="xs"
          w={180}
          searchable
          clearable
          aria-label={t('today.rep')}
          placeholder={t('today.rep')}
          data={reps
            .filter((it) => it.status !== 'left')
            .map((it) => ({ value: it.id, label: personal(it.name, t) }))}
          value={rep}
          onChange={(value) => put('rep', value)}
          clearButtonProps={{ 'aria-label': t('customers.clear') }}
        />
      </div>
      {lines.length === 0 ? (
        <div className="panel">
          <Empty title={t(kind ? 'today.clearFilter' : 'today.teamClear')}>
            {!kind && t('today.teamClearAdvice')}
          </Empty>
        </div>
      ) : (
        <div className={`panel ${classes.owed}`} role="group" tabIndex={0} aria-label={t('today.teamDue')}>
          <table>
            <thead>
              <tr>
                <th>{t('today.day')}</th>
                <th>{t('today.customer')}</th>
                <th>{t('today.rep')}</th>
                <th>{t('today.what')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((it) => (
                <tr key={`${it.kind}${it.customer ?? ''}${it.rep}${it.on}`}>
                  <td className="numbers">{format.date(it.on)}</td>
                  <td>
                    {it.customer ? (
                      <Link to={`/customers/${it.customer}`}>{it.name ?? t('common.erased')}</Link>
                    ) : (
                      t('common.none')
                    )}
                  </td>
                  <td>
                    <HolderName holder={{ rep: it.rep }} link />
                  </td>
                  <td>{word('entry', it.kind.replace('-', '_'))}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {rest > 0 && (
            <Text size="sm" c="var(--ink-soft)" p="sm">
              {t('today.rest', { count: rest })}
            </Text>
          )}
        </div>
      )}
    </section>
  )
}
