import { ActionIcon, Button, Group, SegmentedControl, Text, Tooltip } from '@mantine/core'
import { useReducedMotion } from '@mantine/hooks'
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBackFilled,
  IconPlayerSkipForwardFilled,
  IconTable,
  IconTimeline,
  IconZoomIn,
  IconZoomOut,
} from '@tabler/icons-react'
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useWords } from '../../i18n'
import { Lanes } from '../../lanes/Lanes'
import { stacked, within, zoom, type Mark, type Span } from '../../lanes/model'
import { ownership, type Interval } from '../../life/customer'
import { holds, type Life } from '../../life/definition'
import type { Recorded } from '../../life/events'
import { grants } from '../../life/grants'
import { DAY, HOUR, MILLI, type Micros, YEAR } from '../../life/time'
import { useDescribe } from '../../ui/describe'
import { useNames } from '../../ui/holder'
import { AHEAD, alsoOf, barsOf, lanesOf, wholeOf } from './lanesOf'
import { LanesTable } from './LanesTable'
import type { MomentState } from './moment'
import classes from './customer.module.css'

interface Props {
  life: Life
  now: Micros
  moment: MomentState
  onShow: (event: string) => void
}

const MONTH = 31 * DAY

/** How long the whole life takes to play, at ordinary speed. */
const PLAYED_IN = 24 * 1000

export function Timeline({ life, now, moment, onShow }: Props) {
  const words = useWords()
  const { t } = words
  const describe = useDescribe()
  const names = useNames()
  const { asOf, knownAt } = moment.times(now)
  const whole = useMemo(() => wholeOf(life, now), [life, now])
  const [view, setView] = useState<Span>(() => around(asOf, fitting(whole, now), whole))
  const [table, setTable] = useState(false)

  const intervals = useStable(useMemo(() => ownership(life, knownAt), [life, knownAt]))
  const owners = useMemo(
    () => ({
      label: t('lane.owner'),
      bars: barsOf(intervals, whole[1], (it) => names.holder(it.holder)),
    }),
    [intervals, whole, names, t],
  )
  const given = useStable(useMemo(() => grants(life, knownAt), [life, knownAt]))
  const also = useMemo(
    () => ({
      label: t('lane.responsible'),
      rows: stacked(
        alsoOf(given, whole[1], (it) => t(`grant.${it.kind}`, { who: names.actor(it.who) })),
      ),
    }),
    [given, whole, names, t],
  )
  const lanes = useMemo(
    () => lanesOf(life, whole, now, describe, words),
    [life, whole, now, describe, words],
  )

  const { set } = moment
  const onAt = useCallback(
    (at: Micros) => set({ asOf: Math.abs(at - now) < 1 || at === now ? null : Math.round(at / MILLI) * MILLI }),
    [set, now],
  )

  const stops = useMemo(() => {
    const all = life.events
      .filter((it) => it.name !== 'event.voided' && holds(life, it, Number.MAX_SAFE_INTEGER))
      .map((it) => it.effectiveAt)
    return [...new Set(all)]
  }, [life])
  const step = (by: 1 | -1) => {
    const next =
      by === 1 ? stops.find((it) => it > asOf) : stops.findLast((it) => it < asOf)
    if (next === undefined) {
      if (by === 1) moment.set({ asOf: null })
      return
    }
    moment.set({ asOf: next })
  }

  const play = usePlay({ asOf, whole, now, stops, set })
  // Wherever another moment was chosen, here or in the history: one sees where one is.
  useEffect(() => {
    if (asOf < view[0] || asOf > view[1]) setView(around(asOf, view, whole))
    // Now goes on by itself, and takes nobody along who looks elsewhere.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [moment.asOf])

  const zoomBy = (factor: number) => setView(within(zoom(view, clamp(asOf, view), factor), whole, HOUR))
  const last = (length: Micros) =>
    setView(within([Math.min(now, whole[1]) - length, now + length * 0.06], whole, HOUR))

  const known = moment.known === 'now' || moment.known === 'then' ? moment.known : 'at'
  // What the buttons do depends on the moment; what they look like does not.
  const deeds: Deeds = {
    step,
    zoomBy,
    last,
    all: () => setView(whole),
    know: (known) => set({ known }),
    play: play.toggle,
    faster: play.faster,
    turn: () => setTable(!table),
  }
  const latest = useRef(deeds)
  latest.current = deeds
  return (
    <section className={`panel ${classes.timeline}`} aria-label={t('timeline.title')}>
      <Toolbar
        deeds={latest}
        playing={play.playing}
        speed={play.speed}
        known={known}
        knownAt={known === 'at' ? knownAt : undefined}
        length={whole[1] - whole[0]}
        table={table}
      />
      {table ? (
        <LanesTable lanes={lanes} bars={owners.bars} also={also.rows.flat()} onShow={onShow} onAt={onAt} />
      ) : (
        <Lanes
          bars={owners}
          also={also}
          lanes={lanes}
          whole={whole}
          view={view}
          onView={setView}
          at={asOf}
          onAt={onAt}
          now={now}
          knownAt={knownAt}
          valueText={ownerAt(intervals, asOf, names.holder)}
          card={(marks, close) => (
            <MarkCard
              marks={marks}
              onAt={(at) => {
                close()
                onAt(at)
              }}
              onShow={(event) => {
                close()
                onShow(event)
              }}
              onZoom={(span) => {
                close()
                setView(within(span, whole, HOUR))
              }}
            />
          )}
        />
      )}
    </section>
  )
}

interface Deeds {
  step: (by: 1 | -1) => void
  zoomBy: (factor: number) => void
  last: (length: Micros) => void
  all: () => void
  know: (known: 'now' | 'then') => void
  play: () => void
  faster: () => void
  turn: () => void
}

/** Does not go along with the moment: while one scrubs it is left as it is. */
const Toolbar = memo(function Toolbar({
  deeds,
  playing,
  speed,
  known,
  knownAt,
  length,
  table,
}: {
  deeds: { readonly current: Deeds }
  playing: boolean
  speed: number
  known: 'now' | 'then' | 'at'
  /** If that is neither now nor the moment itself. */
  knownAt: Micros | undefined
  length: Micros
  table: boolean
}) {
  const { t, format } = useWords()
  return (
    <div className={classes.toolbar}>
      <Group gap={6} wrap="nowrap">
        <Control label={t('timeline.previous')} onClick={() => deeds.current.step(-1)}>
          <IconPlayerSkipBackFilled size={15} />
        </Control>
        <Tooltip label={t(playing ? 'timeline.pause' : 'timeline.play')}>
          <ActionIcon
            variant="filled"
            radius="xl"
            size={34}
            aria-label={t(playing ? 'timeline.pause' : 'timeline.play')}
            onClick={() => deeds.current.play()}
          >
            {playing ? (
              <IconPlayerPauseFilled size={16} />
            ) : (
              <IconPlayerPlayFilled size={16} />
            )}
          </ActionIcon>
        </Tooltip>
        <Control label={t('timeline.next')} onClick={() => deeds.current.step(1)}>
          <IconPlayerSkipForwardFilled size={15} />
        </Control>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          className={classes.speed!}
          onClick={() => deeds.current.faster()}
          aria-label={t('timeline.speed', { speed: speed })}
        >
          {speed}×
        </Button>
      </Group>
      <SegmentedControl
        size="xs"
        aria-label={t('timeline.knowledge')}
        value={known}
        onChange={(value) => {
          if (value !== 'at') deeds.current.know(value as 'now' | 'then')
        }}
        data={[
          { value: 'now', label: t('timeline.trueThen') },
          { value: 'then', label: t('timeline.knownThen') },
          ...(knownAt !== undefined
            ? [{ value: 'at', label: t('timeline.knownAt', { at: format.day(knownAt) }) }]
            : []),
        ]}
      />
      <Text size="xs" c="var(--ink-faint)" className={classes.meaning!}>
        {t(known === 'now' ? 'timeline.trueThenMeans' : 'timeline.knownThenMeans')}
      </Text>
      <Group gap={2} ml="auto" wrap="nowrap">
        {length > YEAR && (
          <Button variant="subtle" color="gray" size="compact-xs" onClick={() => deeds.current.last(YEAR)}>
            {t('timeline.year')}
          </Button>
        )}
        {length > 90 * DAY && (
          <Button variant="subtle" color="gray" size="compact-xs" onClick={() => deeds.current.last(90 * DAY)}>
            {t('timeline.quarter')}
          </Button>
        )}
        <Button variant="subtle" color="gray" size="compact-xs" onClick={() => deeds.current.all()}>
          {t('timeline.all')}
        </Button>
        <Control label={t('timeline.zoomOut')} onClick={() => deeds.current.zoomBy(1.6)}>
          <IconZoomOut size={17} stroke={1.7} />
        </Control>
        <Control label={t('timeline.zoomIn')} onClick={() => deeds.current.zoomBy(0.6)}>
          <IconZoomIn size={17} stroke={1.7} />
        </Control>
        <Control
          label={t(table ? 'timeline.asLanes' : 'timeline.asTable')}
          onClick={() => deeds.current.turn()}
        >
          {table ? <IconTimeline size={17} stroke={1.7} /> : <IconTable size={17} stroke={1.7} />}
        </Control>
      </Group>
    </div>
  )
})

const clamp = (at: Micros, view: Span) =>
  at < view[0] || at > view[1] ? (view[0] + view[1]) / 2 : at

/** The same length of time, moved so far that the moment is in it. */
function around(at: Micros, view: Span, whole: Span): Span {
  if (at >= view[0] && at <= view[1]) return view
  const half = (view[1] - view[0]) / 2
  return within([at - half, at + half], whole, HOUR)
}

/** Long lives open on the last two years, and young ones on no more ahead than behind: what one comes for is there. */
function fitting(whole: Span, now: Micros): Span {
  const from = whole[1] - whole[0] > 3 * YEAR ? now - 2 * YEAR : whole[0]
  const ahead = Math.min(AHEAD, Math.max(now - from, MONTH))
  return within([from, Math.min(whole[1], now + ahead)], whole, HOUR)
}

function ownerAt(
  intervals: Interval[],
  at: Micros,
  name: (holder: Interval['holder']) => string,
): string | undefined {
  const found = intervals.find((it) => it.from <= at && at < it.to)
  return found && name(found.holder)
}

/** The intervals of the frame before, as long as they are the same. */
function useStable<T extends { by: Recorded; to: Micros }>(intervals: T[]): T[] {
  const before = useRef(intervals)
  const same =
    before.current.length === intervals.length &&
    before.current.every(
      (it, i) => it.by === intervals[i]!.by && it.to === intervals[i]!.to,
    )
  if (!same) before.current = intervals
  return before.current
}

function Control(props: { label: string; onClick: () => void; children: React.ReactNode }) {
  return (
    <Tooltip label={props.label}>
      <ActionIcon variant="subtle" color="gray" aria-label={props.label} onClick={props.onClick}>
        {props.children}
      </ActionIcon>
    </Tooltip>
  )
}

interface Playing {
  asOf: Micros
  whole: Span
  now: Micros
  stops: Micros[]
  set: MomentState['set']
}

/** Plays from the moment to now; who wants little motion gets a step from event to event. */
function usePlay({ asOf, whole, now, stops, set }: Playing) {
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState(1)
  const still = useReducedMotion()
  const at = useRef(asOf)
  at.current = asOf
  const { 0: start } = whole

  useEffect(() => {
    if (!playing) return undefined
    const arrive = (next: Micros | undefined) => {
      if (next === undefined || next >= now) {
        set({ asOf: null })
        setPlaying(false)
      } else set({ asOf: Math.round(next / MILLI) * MILLI })
    }
    if (still) {
      const timer = setInterval(
        () => arrive(stops.find((it) => it > at.current)),
        1200 / speed,
      )
      return () => clearInterval(timer)
    }
    let frame = 0
    let before: number | undefined
    const onFrame = (time: number) => {
      const elapsed = before === undefined ? 0 : Math.min(100, time - before)
      before = time
      arrive(at.current + ((now - start) / PLAYED_IN) * elapsed * speed)
      frame = requestAnimationFrame(onFrame)
    }
    frame = requestAnimationFrame(onFrame)
    return () => cancelAnimationFrame(frame)
  }, [playing, speed, still, now, start, stops, set])

  return {
    playing,
    speed,
    faster: () => setSpeed(speed >= 4 ? 0.5 : speed * 2),
    toggle: () => {
      if (!playing && asOf >= now - MILLI) set({ asOf: stops[0] ?? start })
      setPlaying(!playing)
    },
  }
}

const SHOWN = 8

function MarkCard({
  marks,
  onAt,
  onShow,
  onZoom,
}: {
  marks: readonly Mark[]
  onAt: (at: Micros) => void
  onShow: (event: string) => void
  onZoom: (span: Span) => void
}) {
  const { t, format } = useWords()
  const first = marks[0]!.at
  const last = marks.at(-1)!.at
  return (
    <div className={classes.card}>
      {marks.length > 1 && (
        <div className={classes.cardHead}>
          <Text size="sm" fw={650}>
            {t('lanes.together', { count: marks.length })}
          </Text>
          {last - first > HOUR && (
            <Button
              size="compact-xs"
              variant="light"
              leftSection={<IconZoomIn size={14} />}
              onClick={() => {
                const around = Math.max((last - first) * 0.15, 2 * HOUR)
                onZoom([first - around, last + around])
              }}
            >
              {t('lanes.zoomHere')}
            </Button>
          )}
        </div>
      )}
      <ul>
        {marks.slice(0, SHOWN).map((mark) => (
          <li key={mark.id} data-tone={mark.tone}>
            <Text size="sm" fw={600}>
              {mark.title}
            </Text>
            {mark.detail && (
              <Text size="sm" c="var(--ink-soft)" lineClamp={marks.length > 1 ? 2 : 6}>
                {mark.detail}
              </Text>
            )}
            <Text size="xs" c="var(--ink-faint)">
              {format.minute(mark.at)}
            </Text>
            <Group gap={4} mt={4} ml={-8}>
              <Button size="compact-xs" variant="subtle" onClick={() => onAt(mark.at)}>
                {t('lanes.goThere')}
              </Button>
              {mark.event && (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  onClick={() => onShow(mark.event!)}
                >
                  {t('lanes.inHistory')}
                </Button>
              )}
            </Group>
          </li>
        ))}
      </ul>
      {marks.length > SHOWN && (
        <Text size="xs" c="var(--ink-soft)" px={14} pb={10}>
          {t('lanes.more', { count: marks.length - SHOWN })}
        </Text>
      )}
    </div>
  )
}
