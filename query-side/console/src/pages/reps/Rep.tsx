import { Button, Text } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { Link, useParams } from 'react-router'
import { nameQuery } from '../../api/names'
import { useReps, useRepTimeline } from '../../api/queries'
import type { TimelineEntry } from '../../api/types'
import { useWords, type Key } from '../../i18n'
import { Lanes } from '../../lanes/Lanes'
import type { Mark, MarkLane, Span } from '../../lanes/model'
import { DAY, instant, now as clock, YEAR } from '../../life/time'
import { Face } from '../../ui/holder'
import { Empty, Loading, Page } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Problem } from '../../ui/Problem'
import { Tag } from '../../ui/Tag'
import { Value } from '../../ui/Value'
import classes from './reps.module.css'

const LANES: readonly [TimelineEntry['what'], Key, Mark['tone']][] = [
  ['ownership-began', 'reps.began', 'ownership'],
  ['ownership-ended', 'reps.ended', 'correction'],
  ['cover-began', 'reps.coverBegan', 'date'],
  ['cover-ended', 'reps.coverEnded', 'date'],
  ['made', 'reps.made', 'follow-up'],
  ['acted', 'reps.acted', 'profile'],
  ['was', 'reps.was', 'contact'],
]

const STEP = 50

/** What one rep owned and did, when. */
export function Component() {
  const { id } = useParams()
  const { t, word, format } = useWords()
  const { byId } = useReps()
  const query = useRepTimeline(id!)
  const rep = byId.get(id!)
  const name = rep ? personal(rep.name, t) : t('rep.unknown', { id: id!.slice(0, 8) })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const entries = useMemo(
    () => query.data?.pages.flatMap((page) => page.timeline) ?? [],
    [query.data],
  )
  const [shown, setShown] = useState(STEP)
  const latest = useMemo(() => entries.toReversed().slice(0, shown), [entries, shown])
  const customers = [...new Set(latest.flatMap((it) => it.customer ?? []))]
  const called = useQueries({ queries: customers.map(nameQuery) })
  const nameOf = new Map(
    customers.map((customer, i) => [customer, called[i]?.data ?? undefined]),
  )
  return (
    <Page title={name}>
      {rep && (
        <div className={classes.rep}>
          <Face id={rep.id} name={name} size={44} />
          <div>
            <Text size="sm">
              {rep.team} · {rep.territory}
            </Text>
            <Text size="sm" c="var(--ink-soft)">
              {rep.joinedAt && t('reps.joinedOn', { day: format.day(instant(rep.joinedAt)) })}
              {rep.leftAt && ` · ${t('reps.leftOn', { day: format.day(instant(rep.leftAt)) })}`}
            </Text>
          </div>
          {rep.status !== 'active' && (
            <Tag tone="warn">{t(rep.status === 'left' ? 'reps.left' : 'reps.leaving')}</Tag>
          )}
          <Button className={classes.its!} component={Link} to={`/customers?owner=${rep.id}`} variant="default" size="xs" ml="auto">
            {t('reps.customers')}
          </Button>
        </div>
      )}
      {query.error && !query.data && <Problem error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {!query.isPending && !query.error && entries.length === 0 && (
        <div className="panel">
          <Empty title={t('reps.nothing')} />
        </div>
      )}
      {entries.length > 0 && (
        <>
          <Chart entries={entries} />
          <section className={`panel ${classes.entries}`} aria-label={t('customer.history')}>
            <ul>
              {latest.map((it) => (
                <li key={`${it.what}-${it.event}-${it.customer}`}>
                  <span className="numbers faint">{format.minute(instant(it.at))}</span>
                  <span>{t(LANES.find(([what]) => what === it.what)![1])}</span>
                  {it.customer ? (
                    <Link to={`/customers/${it.customer}#event-${it.event}`}>
                      {nameOf.get(it.customer) === undefined ? (
                        it.customer.slice(-8)
                      ) : (
                        <Value value={nameOf.get(it.customer)} />
                      )}
                    </Link>
                  ) : (
                    <span className="soft">{word('eventName', it.name ?? it.what)}</span>
                  )}
                </li>
              ))}
            </ul>
            {entries.length > shown && (
              <Button size="xs" variant="default" m="md" onClick={() => setShown(shown + STEP)}>
                {t('common.more', { count: entries.length - shown })}
              </Button>
            )}
          </section>
        </>
      )}
    </Page>
  )
}

function Chart({ entries }: { entries: TimelineEntry[] }) {
  const { t, format } = useWords()
  const [now] = useState(clock)
  const whole = useMemo<Span>(() => {
    const first = instant(entries[0]!.at)
    const length = Math.max(now - first, 14 * DAY)
    return [first - length * 0.02, now + length * 0.03]
  }, [entries, now])
  const [view, setView] = useState<Span>(() => [Math.max(whole[0], now - 2 * YEAR), whole[1]])
  const [at, setAt] = useState(now)
  const lanes = useMemo<MarkLane[]>(
    () =>
      LANES.map(([what, label, tone]) => ({
        id: what,
        label: t(label),
        marks: entries
          .filter((it) => it.what === what)
          .map((it) => ({
            id: `${it.event}-${it.customer ?? ''}`,
            at: instant(it.at),
            title: t(label),
            tone,
            recordedAt: 0,
            event: it.customer ? `/customers/${it.customer}#event-${it.event}` : '',
          })),
      })).filter((lane) => lane.marks.length > 0),
    [entries, t],
  )
  const bars = useMemo(() => held(entries, whole[1], (count) => t('reps.held', { count })), [
    entries,
    whole,
    t,
  ])
  return (
    <section className={`panel ${classes.chart}`} aria-label={t('timeline.title')}>
      <Lanes
        bars={{ label: t('reps.holding'), bars }}
        lanes={lanes}
        whole={whole}
        view={view}
        onView={setView}
        at={at}
        onAt={setAt}
        now={now}
        knownAt={Number.MAX_SAFE_INTEGER}
        card={(marks) => (
          <ul className={classes.card}>
            {marks.slice(0, 10).map((mark) => (
              <li key={mark.id}>
                <Text size="sm" fw={600}>
                  {mark.title}
                </Text>
                <Text size="xs" c="var(--ink-faint)">
                  {format.minute(mark.at)}
                </Text>
                {mark.event && <Link to={mark.event}>{t('lanes.inHistory')}</Link>}
              </li>
            ))}
            {marks.length > 10 && (
              <li className="faint">{t('lanes.more', { count: marks.length - 10 })}</li>
            )}
          </ul>
        )}
      />
    </section>
  )
}

/** How many customers the rep had, month by month. */
function held(entries: TimelineEntry[], end: number, title: (count: number) => string) {
  const moves = entries.filter((it) => it.what.startsWith('ownership'))
  const bars: { id: string; from: number; to: number; title: string; hue?: number }[] = []
  let count = 0
  for (const it of moves) {
    const at = instant(it.at)
    count += it.what === 'ownership-began' ? 1 : -1
    const last = bars.at(-1)
    // Moves of one week make one step, or a busy time would be all edges.
    if (last && at - last.from < 7 * DAY) last.title = title(count)
    else {
      if (last) last.to = at
      bars.push({ id: `${it.event}-${it.customer}`, from: at, to: end, title: title(count) })
    }
    const bar = bars.at(-1)!
    if (count > 0) bar.hue = 4
    else delete bar.hue
  }
  return bars
}
