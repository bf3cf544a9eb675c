import { Button, Select } from '@mantine/core'
import { useMemo, useState, type ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useReps } from '../../api/queries'
import {
  useDue,
  useFollowUps,
  useKept,
  useLoadsByGrade,
  useLosses,
  WEEKS,
  weekStart,
  type LossSum,
} from '../../api/team'
import type { Rep } from '../../api/types'
import { useWords } from '../../i18n'
import { instant, now as clock, startOfDay, WEEK, YEAR } from '../../life/time'
import { useMay, useSession } from '../../session/session'
import { Face } from '../../ui/holder'
import { Empty, Loading, Page } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Problems } from '../../ui/Problem'
import { Export } from './Export'
import { sheetsOf } from './sheets'
import classes from './team.module.css'

/** What a customer of a grade weighs; the others, and no grade, weigh one. */
const WEIGHTS: Record<string, number> = { A: 3, B: 2 }

/** Until it is known. */
const UNKNOWN = '…'

/** How a team is doing: load, contacts, what was lost, who leaves. */
export function Component() {
  const words = useWords()
  const { t, format } = words
  const may = useMay()
  const [now] = useState(clock)
  const [params, setParams] = useSearchParams()
  const team = params.get('team') ?? undefined
  const { teams: own } = useSession()
  const everybody = useReps()
  const all = everybody.reps
  // Who leads some teams looks at these.
  const reps = useMemo(
    () => all.filter((it) => own.length === 0 || own.includes('*') || own.includes(it.team)),
    [all, own],
  )
  const loads = useLoadsByGrade()
  const followUps = useFollowUps(now)
  const kept = useKept(team, now)
  const due = useDue(team)
  const losses = useLosses(now - YEAR)
  const teams = useMemo(() => [...new Set(reps.map((it) => it.team))].sort(), [reps])
  const members = useMemo(
    () => reps.filter((it) => it.status !== 'left' && (!team || it.team === team)),
    [reps, team],
  )
  const ids = new Set(members.map((it) => it.id))
  const rows = members
    .map((rep) => {
      const grades = (loads.data ?? []).filter((it) => it.rep === rep.id)
      const owed = due.data?.reps.find((it) => it.rep === rep.id)?.counts ?? {}
      return {
        rep,
        grades,
        customers: grades.reduce((sum, it) => sum + it.customers, 0),
        weight: grades.reduce((sum, it) => sum + it.customers * (WEIGHTS[it.grade ?? ''] ?? 1), 0),
        overdue: Object.entries(owed).reduce(
          (sum, [of, count]) => sum + (of.endsWith('.overdue') ? count : 0),
          0,
        ),
        rate: kept.data?.reps.find((it) => it.rep === rep.id)?.tally.rate,
        weeks: weeksOf((followUps.data ?? []).filter((it) => it.rep === rep.id), now),
        lost: (losses.data ?? []).filter(
          (it) => 'rep' in it.holder && it.holder.rep === rep.id,
        ),
      }
    })
    .sort((a, b) => b.weight - a.weight)
  const most = Math.max(1, ...rows.map((it) => it.customers))
  const busiest = Math.max(1, ...rows.flatMap((it) => it.weeks))
  const asked = [everybody, loads, followUps, kept, due, losses]
  const leaving = members.filter((it) => it.status === 'leaving')
  const teamWeeks = Array.from({ length: WEEKS }, (_, week) =>
    rows.reduce((sum, it) => sum + it.weeks[week]!, 0),
  )
  const lost = (losses.data ?? []).filter((it) => 'rep' in it.holder && ids.has(it.holder.rep))
  const sheets =
    loads.data && followUps.data && kept.data && due.data && losses.data
      ? () => sheetsOf(rows, kept.data, now, words)
      : undefined
  return (
    <Page title={t('nav.team')} lead={t('team.lead')} actions={may('export') && <Export team={team} sheets={sheets} />}>
      <Select
        className={classes.team!}
        size="sm"
        clearable
        aria-label={t('ownership.team')}
        placeholder={t('ownership.allTeams')}
        data={teams}
        value={team ?? null}
        onChange={(value) => setParams(value ? { team: value } : {}, { replace: true })}
        clearButtonProps={{ 'aria-label': t('customers.clear') }}
      />
      <Problems of={asked} />
      <div className={classes.tiles}>
        <Tile title={t('team.followUps')} figure={followUps.data ? format.number(teamWeeks.reduce((a, b) => a + b, 0)) : UNKNOWN}>
          <Bars values={teamWeeks} title={(week) => weekName(week)} />
        </Tile>
        <Tile
          title={t('team.kept')}
          figure={kept.data?.total.rate === undefined ? '–' : format.percent(kept.data.total.rate)}
        >
          <Bars
            values={(kept.data?.periods ?? []).map((it) => it.tally.rate ?? 0)}
            most={1}
            title={(i) =>
              `${format.day(startOfDay(kept.data!.periods[i]!.from))}: ${format.percent(kept.data!.periods[i]!.tally.rate ?? 0)}`
            }
          />
        </Tile>
        <Tile
          title={t('team.lost')}
          figure={losses.data ? format.number(lost.reduce((sum, it) => sum + it.customers, 0)) : UNKNOWN}
        >
          <Causes losses={lost} />
        </Tile>
      </div>
      {leaving.length > 0 && (
        <section className={`panel ${classes.leaving}`} aria-label={t('team.leaving')}>
          <h2>{t('team.leaving')}</h2>
          <ul>
            {leaving.map((rep) => (
              <li key={rep.id}>
                <Face id={rep.id} name={personal(rep.name, t)} />
                <Link to={`/reps/${rep.id}`}>{personal(rep.name, t)}</Link>
                <span className="soft">
                  {rep.lastDay && t('reps.leavingOn', { day: format.date(rep.lastDay) })}
                </span>
                {may('hand-over') && (
                  <Button
                    component={Link}
                    size="compact-xs"
                    variant="default"
                    to={`/handovers/new?cause=leaving&from=${rep.id}`}
                  >
                    {t('handover.open')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {!loads.data || !everybody.data ? (
        // A nought would be taken for one.
        asked.every((it) => !it.error || it.data) && <Loading />
      ) : rows.length === 0 ? (
        <div className="panel">
          <Empty title={t('reps.none')} />
        </div>
      ) : (
        <section className={`panel ${classes.reps}`} tabIndex={0} aria-label={t('nav.reps')}>
          <table>
            <thead>
              <tr>
                <th>{t('role.rep')}</th>
                <th>{t('team.load')}</th>
                <th>{t('team.weighted')}</th>
                <th>{t('team.overdue')}</th>
                <th>{t('team.kept')}</th>
                <th>{t('team.followUps')}</th>
                <th>{t('team.lost')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ rep, grades, customers, weight, overdue, rate, weeks, lost }) => (
                <tr key={rep.id}>
                  <th scope="row">
                    <Who rep={rep} />
                  </th>
                  <td>
                    <span className={classes.load}>
                      {grades
                        .toSorted((a, b) => (a.grade ?? 'Z').localeCompare(b.grade ?? 'Z'))
                        .map((it) => (
                          <i
                            key={it.grade ?? ''}
                            data-grade={it.grade}
                            title={`${it.grade ?? t('handover.noGrade')} ${it.customers}`}
                            style={{ width: `${(it.customers / most) * 100}%` }}
                          />
                        ))}
                    </span>
                    <Link className="numbers" to={`/customers?owner=${rep.id}`}>
                      {format.number(customers)}
                    </Link>
                  </td>
                  <td className="numbers">{format.number(weight)}</td>
                  <td className="numbers" data-bad={overdue > 0 || undefined}>
                    {due.data ? format.number(overdue) : UNKNOWN}
                  </td>
                  <td className="numbers">{rate === undefined ? '–' : format.percent(rate)}</td>
                  <td>
                    {followUps.data ? (
                      <Bars values={weeks} most={busiest} title={(week) => weekName(week)} small />
                    ) : (
                      UNKNOWN
                    )}
                  </td>
                  <td className="numbers">
                    {!losses.data ? (
                      UNKNOWN
                    ) : lost.length === 0 ? (
                      <span className="faint">0</span>
                    ) : (
                      <>
                        {format.number(lost.reduce((sum, it) => sum + it.customers, 0))}{' '}
                        <span className="soft">{costs(lost).join(' · ')}</span>
                      </>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Page>
  )

  function weekName(week: number) {
    return t('team.weekOf', { day: format.day(weekStart(now, week)) })
  }

  function costs(sums: readonly LossSum[]) {
    const byCurrency = new Map<string, number>()
    for (const { yearlyCost } of sums) {
      if (yearlyCost) {
        const { amount, currency } = yearlyCost
        byCurrency.set(currency, (byCurrency.get(currency) ?? 0) + amount)
      }
    }
    return [...byCurrency].map(([currency, amount]) => format.money(amount, currency))
  }
}

/** How many fell into each of the weeks. */
function weeksOf(rows: readonly { at: string; followUps: number }[], now: number): number[] {
  const weeks = new Array<number>(WEEKS).fill(0)
  for (const it of rows) {
    const week = Math.round((instant(it.at) - weekStart(now, 0)) / WEEK)
    if (week >= 0 && week < WEEKS) weeks[week]! += it.followUps
  }
  return weeks
}

function Who({ rep }: { rep: Rep }) {
  const { t } = useWords()
  const name = personal(rep.name, t)
  return (
    <span className={classes.who}>
      <Face id={rep.id} name={name} size={30} />
      <span>
        <Link to={`/reps/${rep.id}`}>{name}</Link>
        <span className="faint">
          {rep.team} · {rep.territory}
        </span>
      </span>
    </span>
  )
}

function Tile({ title, figure, children }: { title: string; figure: string; children: ReactNode }) {
  return (
    <section className={`panel ${classes.tile}`} aria-label={title}>
      <h2>{title}</h2>
      <b className="numbers">{figure}</b>
      {children}
    </section>
  )
}

function Bars({
  values,
  most = Math.max(1, ...values),
  title,
  small = false,
}: {
  values: readonly number[]
  most?: number
  title: (index: number) => string
  small?: boolean
}) {
  if (values.length === 0) return null
  return (
    <span className={classes.bars} data-small={small || undefined} role="img" aria-label={values.join(', ')}>
      {values.map((value, i) => (
        <i key={i} title={title(i)} style={{ height: `${Math.max(3, (value / most) * 100)}%` }} />
      ))}
    </span>
  )
}

/** Why customers were lost, the commonest first. */
function Causes({ losses }: { losses: readonly LossSum[] }) {
  const { word, format } = useWords()
  const causes = new Map<string, number>()
  for (const it of losses) causes.set(it.reason, (causes.get(it.reason) ?? 0) + it.customers)
  return (
    <ul className={classes.causes}>
      {[...causes]
        .sort(([, a], [, b]) => b - a)
        .slice(0, 4)
        .map(([reason, count]) => (
          <li key={reason}>
            <span>{word('churn', reason)}</span>
            <b className="numbers">{format.number(count)}</b>
          </li>
        ))}
    </ul>
  )
}
