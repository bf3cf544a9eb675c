import { ActionIcon, Button, Text, Tooltip } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconChartBar, IconMinus, IconPlus, IconTable } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useIntervals } from '../../api/intervals'
import { useReps } from '../../api/queries'
import { useWords } from '../../i18n'
import { Minimap } from '../../lanes/Minimap'
import { within, zoom, type MarkLane, type Span } from '../../lanes/model'
import { DAY, formatInstant, now as clock, parseInstant, YEAR, type Micros } from '../../life/time'
import { useAddress } from '../../shell/useAddress'
import { Empty, Loading, Page } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { useSize } from '../../ui/useSize'
import { AsTable } from './AsTable'
import { ByCustomer } from './ByCustomer'
import { ByRep } from './ByRep'
import { customersAt, everWith, livesOf, stepsOf } from './model'
import { Question } from './Question'
import classes from './ownership.module.css'

const CLOSEST = 7 * DAY

/** Who owned what when; the whole question stands in the address. */
export function Component() {
  const { t, format } = useWords()
  const [params, put] = useAddress()
  const [now] = useState(clock)
  const byCustomer = params.get('by') === 'customer'
  const asTable = params.get('as') === 'table'
  const team = params.get('team')
  const rep = params.get('rep')
  const knownAt = parseInstant(params.get('knownAt'))

  const { reps } = useReps()
  const { intervals, covers, done, error, again } = useIntervals(knownAt)
  const shownReps = useMemo(
    () => reps.filter((it) => (!team || it.team === team) && (!rep || it.id === rep)),
    [reps, team, rep],
  )
  const lives = useMemo(() => livesOf(intervals, covers), [intervals, covers])
  const shownLives = useMemo(
    () => (team || rep ? everWith(lives, new Set(shownReps.map((it) => it.id))) : lives),
    [lives, team, rep, shownReps],
  )
  const steps = useMemo(() => stepsOf(intervals), [intervals])

  const whole = useMemo<Span>(() => {
    let first = now - YEAR
    let last = now
    for (const it of intervals) {
      first = Math.min(first, it.from)
      last = Math.max(last, it.from)
    }
    const margin = (last - first) * 0.02
    return [first - margin, last + margin * 2]
  }, [intervals, now])

  // While it is dragged, the moment is the page's own; the address follows.
  const asked = parseInstant(params.get('asOf')) ?? now
  const [at, setAt] = useState<Micros>(asked)
  useEffect(() => setAt(asked), [asked])
  const tellAt = useDebouncedCallback(
    (moment: Micros) => put({ asOf: moment === now ? null : formatInstant(moment) }),
    250,
  )
  const onAt = useCallback(
    (moment: Micros) => {
      setAt(moment)
      tellAt(moment)
    },
    [tellAt],
  )
  const [chosen, setChosen] = useState<Span | undefined>(() => {
    const from = parseInstant(params.get('from'))
    const to = parseInstant(params.get('to'))
    return from !== undefined && to !== undefined && from < to ? [from, to] : undefined
  })
  const tellView = useDebouncedCallback(
    ([from, to]: Span) =>
      put({ from: formatInstant(Math.round(from)), to: formatInstant(Math.round(to)) }),
    400,
  )
  const view = chosen ?? whole
  const onView = (span: Span) => {
    setChosen(span)
    tellView(span)
  }
  const look = (span: Span) => onView(within(span, whole, CLOSEST))

  const marks = useMemo<MarkLane[]>(
    () => [
      {
        id: 'moves',
        label: '',
        marks: intervals.map((it) => ({
          id: it.event,
          at: it.from,
          title: '',
          tone: 'ownership',
          recordedAt: 0,
        })),
      },
    ],
    [intervals],
  )
  const { ref: box, width } = useSize()
  const chart = { whole, view, onView, at, onAt, now }
  return (
    <Page title={t('nav.ownership')} lead={t('ownership.lead')}>
      <Question reps={reps} at={at} onAt={onAt} now={now} />
      {error !== null && <Problem error={error} retry={again} />}
      {!done && error === null && lives.length === 0 && <Loading />}
      {done && lives.length === 0 && (
        <div className="panel">
          <Empty title={t('ownership.nothing')} />
        </div>
      )}
      {lives.length > 0 && (
        <section className={`panel ${classes.chart}`} aria-label={t('nav.ownership')}>
          <div className={classes.tools}>
            <Text size="sm" c="var(--ink-soft)" className="numbers" role="status">
              {t(done ? 'ownership.found' : 'audit.finding', {
                count: done ? customersAt(shownLives, at) : shownLives.length,
                day: format.day(at),
              })}
            </Text>
            <span className={classes.buttons}>
              {!asTable && (
                <>
                  <Button size="compact-xs" variant="default" onClick={() => onView(whole)}>
                    {t('timeline.all')}
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="default"
                    onClick={() => look([now - YEAR, now + YEAR * 0.05])}
                  >
                    {t('timeline.year')}
                  </Button>
                  <Zoom label={t('timeline.zoomIn')} onClick={() => look(zoom(view, at, 1 / 1.6))}>
                    <IconPlus size={15} />
                  </Zoom>
                  <Zoom label={t('timeline.zoomOut')} onClick={() => look(zoom(view, at, 1.6))}>
                    <IconMinus size={15} />
                  </Zoom>
                </>
              )}
              <Button
                size="compact-xs"
                variant="default"
                leftSection={asTable ? <IconChartBar size={14} /> : <IconTable size={14} />}
                onClick={() => put({ as: asTable ? null : 'table' })}
              >
                {t(asTable ? 'ownership.asChart' : 'timeline.asTable')}
              </Button>
            </span>
          </div>
          {asTable ? (
            <AsTable lives={shownLives} at={at} />
          ) : (
            <>
              {byCustomer ? (
                <ByCustomer {...chart} lives={shownLives} />
              ) : (
                <ByRep {...chart} reps={shownReps} steps={steps} covers={covers} />
              )}
              <div ref={box} className={classes.minimap}>
                <Minimap
                  whole={whole}
                  view={view}
                  at={at}
                  now={now}
                  width={Math.max(1, width)}
                  lanes={marks}
                  bars={[]}
                  onView={onView}
                />
              </div>
            </>
          )}
        </section>
      )}
    </Page>
  )
}

function Zoom({
  label,
  onClick,
  children,
}: {
  label: string
  onClick: () => void
  children: React.ReactNode
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon size={24} variant="default" aria-label={label} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
