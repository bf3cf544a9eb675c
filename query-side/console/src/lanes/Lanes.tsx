import { scaleTime } from 'd3-scale'
import {
  memo,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
} from 'react'
import { flushSync } from 'react-dom'
import { useWords } from '../i18n'
import { DAY, fromDate, MILLI, toDate, type Micros } from '../life/time'
import { useSize } from '../ui/useSize'
import classes from './Lanes.module.css'
import { Marks } from './Marks'
import { Minimap } from './Minimap'
import {
  CLOSEST,
  holds,
  LANE,
  roomOf,
  TARGET,
  within,
  zoom,
  type Bar,
  type Mark,
  type MarkLane,
  type Span,
} from './model'

export interface LanesProps {
  /** Who had it when; drawn above the marks. */
  bars: { label: string; bars: readonly Bar[] }
  /** Who else, in thinner rows below. */
  also?: { label: string; rows: readonly (readonly Bar[])[] }
  lanes: readonly MarkLane[]
  whole: Span
  view: Span
  onView: (view: Span) => void
  /** The moment that is looked at. */
  at: Micros
  onAt: (at: Micros) => void
  now: Micros
  /** What we knew when: later knowledge is drawn as not yet known. */
  knownAt: Micros
  /** The content of the card that opens on a mark or a cluster. */
  card: (marks: readonly Mark[], close: () => void) => ReactNode
  /** What the slider says to a screen reader, beside the date. */
  valueText?: string | undefined
}

const FIRST = 42
const NOBODY = { label: '', rows: [] }

/** Everything over time, one line each: the product's own timeline. */
export function Lanes(props: LanesProps) {
  const { bars, also = NOBODY, lanes, whole, view, onView, at, onAt, now, knownAt, card, valueText } = props
  const { t, format } = useWords()
  const { ref: sizeRef, width: full } = useSize()
  // Before it is measured: nothing that is drawn first shall jump.
  const gutter = (full || window.innerWidth) < 560 ? 104 : 124
  const width = Math.max(60, full - gutter)
  const body = useRef<HTMLDivElement>(null)
  const perPixel = (view[1] - view[0]) / width
  const xOf = (moment: Micros) => (moment - view[0]) / perPixel

  useWheel(body, { view, whole, width, onView })

  /** @param left where the lanes begin, in the window */
  const momentAt = (clientX: number, left: number) =>
    Math.min(view[1], Math.max(view[0], view[0] + (clientX - left) * perPixel))
  const leftNow = () => body.current?.getBoundingClientRect().left ?? 0

  const grabbed = useRef<{ x: number; view: Span; moved: boolean } | null>(null)
  const pan = {
    onPointerDown: (e: PointerEvent) => {
      if (e.button !== 0 || (e.target as Element).closest('button')) return
      grabbed.current = { x: e.clientX, view, moved: false }
      e.currentTarget.setPointerCapture(e.pointerId)
    },
    onPointerMove: (e: PointerEvent) => {
      const from = grabbed.current
      if (!from) return
      const by = e.clientX - from.x
      if (!from.moved && Math.abs(by) < 5) return
      from.moved = true
      const shift = by * perPixel
      onView(within([from.view[0] - shift, from.view[1] - shift], whole, CLOSEST))
    },
    onPointerUp: (e: PointerEvent) => {
      const from = grabbed.current
      grabbed.current = null
      if (from && !from.moved) {
        setOpen(null)
        onAt(momentAt(e.clientX, leftNow()))
      }
    },
  }

  // Where the lanes begin is asked once: in each move it would be a layout of the whole page.
  const scrubbedFrom = useRef<number | null>(null)
  const scrub = {
    onPointerDown: (e: PointerEvent) => {
      if (e.button !== 0) return
      scrubbedFrom.current = leftNow()
      e.currentTarget.setPointerCapture(e.pointerId)
      onAt(momentAt(e.clientX, scrubbedFrom.current))
    },
    onPointerMove: (e: PointerEvent) => {
      if (scrubbedFrom.current !== null) onAt(momentAt(e.clientX, scrubbedFrom.current))
    },
    onPointerUp: () => {
      scrubbedFrom.current = null
    },
    // Also when the pointer is taken away, as by a gesture of the system.
    onPointerCancel: () => {
      scrubbedFrom.current = null
    },
  }

  const onSlider = (e: KeyboardEvent) => {
    const step = e.shiftKey ? 30 * DAY : DAY
    const to: Partial<Record<string, Micros>> = {
      ArrowLeft: at - step,
      ArrowDown: at - step,
      ArrowRight: at + step,
      ArrowUp: at + step,
      PageDown: at - 30 * DAY,
      PageUp: at + 30 * DAY,
      Home: whole[0],
      End: now,
    }
    const next = to[e.key]
    if (next === undefined) return
    e.preventDefault()
    const bounded = Math.min(whole[1], Math.max(whole[0], next))
    onAt(bounded)
    follow(bounded)
  }

  const follow = (moment: Micros) => {
    const length = view[1] - view[0]
    if (moment < view[0] || moment > view[1]) {
      onView(within([moment - length / 2, moment + length / 2], whole, CLOSEST))
    }
  }

  const [open, setOpen] = useState<Open | null>(null)
  const close = useCallback(() => setOpen(null), [])
  // A card stands at a place of the view; when the view moves on it would point at nothing.
  useEffect(close, [view, close])

  // Set on the nodes themselves: while scrubbing, nothing is rendered anew for it.
  useLayoutEffect(() => {
    for (const node of body.current?.querySelectorAll<HTMLElement>('[data-recorded]') ?? []) {
      node.toggleAttribute('data-unknown', Number(node.dataset['recorded']) > knownAt)
    }
  }, [knownAt, lanes, view, width])

  const x = xOf(at)
  const xNow = xOf(now)
  // Out of view it waits at the edge: who has no mouse could not get hold of it elsewhere.
  const shown = Math.min(width, Math.max(0, x))
  return (
    <div ref={sizeRef} className={classes.lanes} style={{ ['--gutter' as string]: `${gutter}px` }}>
      <div className={classes.rulerRow}>
        <div className={classes.gutter} />
        <div className={classes.ruler} {...scrub}>
          <Ruler view={view} width={width} />
          <div
            className={classes.handle}
            data-beyond={x < -1 || x > width + 1 || undefined}
            style={{ transform: `translateX(${shown}px)` }}
            role="slider"
            tabIndex={0}
            aria-label={t('lanes.moment')}
            aria-valuemin={Math.round(whole[0] / MILLI)}
            aria-valuemax={Math.round(whole[1] / MILLI)}
            aria-valuenow={Math.round(at / MILLI)}
            aria-valuetext={[format.minute(at), valueText].filter(Boolean).join(', ')}
            onKeyDown={onSlider}
          >
            <span
              className={classes.flag}
              data-side={x > width - 70 ? 'left' : x < 70 ? 'right' : 'middle'}
            >
              {view[1] - view[0] < 20 * DAY ? format.minute(at) : format.day(at)}
            </span>
          </div>
        </div>
      </div>
      <div className={classes.content}>
        <Labels bars={bars} also={also} lanes={lanes} />
        <div ref={body} className={classes.body} {...pan}>
          <Grid view={view} width={width} />
          {xNow < width && (
            <div className={classes.ahead} style={{ left: Math.max(0, xNow) }} aria-hidden />
          )}
          <Bars {...bars} view={view} width={width} onOpen={setOpen} />
          {also.rows.map((row, i) => (
            <Bars
              key={i}
              thin
              label={also.label}
              bars={row}
              top={FIRST + i * LANE}
              view={view}
              width={width}
              onOpen={setOpen}
            />
          ))}
          <Marks
            top={FIRST + also.rows.length * LANE}
            lanes={lanes}
            view={view}
            whole={whole}
            width={width}
            onView={onView}
            onOpen={setOpen}
          />
          {x < width && (
            <div
              className={classes.veil}
              style={{ transform: `translateX(${Math.max(0, x)}px)` }}
              aria-hidden
            />
          )}
          {xNow >= 0 && xNow <= width && (
            <div
              className={classes.now}
              style={{ transform: `translateX(${xNow}px)` }}
              aria-hidden
            />
          )}
          {x >= 0 && x <= width && (
            <div
              className={classes.playhead}
              style={{ transform: `translateX(${x}px)` }}
              aria-hidden
            />
          )}
          {open && <Card open={open} width={width} close={close} card={card} />}
        </div>
      </div>
      <Minimap {...{ whole, view, at, now, lanes, width }} bars={bars.bars} onView={onView} />
    </div>
  )
}

type Turned = Pick<LanesProps, 'view' | 'whole' | 'onView'> & { width: number }

/** How long after a turn it counts as being turned, in milliseconds: longer than a slow machine takes for one. */
const TURNED_FOR = 300

/** Zooms around the pointer; sideways, or with shift, it moves. */
function useWheel(body: RefObject<HTMLDivElement | null>, props: Turned) {
  const latest = useRef(props)
  latest.current = props
  useEffect(() => {
    const element = body.current
    if (!element) return
    let wanted: Span | null = null
    let frame = 0
    let still: ReturnType<typeof setTimeout> | undefined
    // Drawn in the frame in which it was turned: left to itself, React would draw it in the next.
    const draw = () => {
      frame = 0
      const to = wanted
      wanted = null
      const { view, onView } = latest.current
      if (to && (to[0] !== view[0] || to[1] !== view[1])) flushSync(() => onView(to))
    }
    const onWheel = (e: WheelEvent) => {
      const { whole, width, view: drawn } = latest.current
      const view = wanted ?? drawn
      const length = view[1] - view[0]
      const perPixel = length / width
      const sideways = Math.abs(e.deltaX) > Math.abs(e.deltaY) || e.shiftKey
      const atTheEnd = length >= whole[1] - whole[0] - 1
      if (!sideways && e.deltaY > 0 && atTheEnd) return
      e.preventDefault()
      if (sideways) {
        const by = (e.deltaX || e.deltaY) * perPixel
        wanted = within([view[0] + by, view[1] + by], whole, CLOSEST)
      } else {
        const x = e.clientX - element.getBoundingClientRect().left
        const factor = Math.exp(Math.max(-60, Math.min(60, e.deltaY)) * 0.006)
        const to = zoom(view, view[0] + x * perPixel, Math.max(factor, CLOSEST / length))
        wanted = within(to, whole, CLOSEST)
      }
      element.dataset['turned'] = ''
      clearTimeout(still)
      still = setTimeout(() => delete element.dataset['turned'], TURNED_FOR)
      frame ||= requestAnimationFrame(draw)
    }
    // One that keeps the page from scrolling cannot be React's, which are passive.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      element.removeEventListener('wheel', onWheel)
      cancelAnimationFrame(frame)
      clearTimeout(still)
    }
  }, [body])
}

interface Open {
  x: number
  y: number
  marks: readonly Mark[]
}

/** Stands beside its mark; the keyboard is in it while it is open, and back on the mark after. */
function Card({
  open,
  width,
  close,
  card,
}: {
  open: Open
  width: number
  close: () => void
  card: LanesProps['card']
}) {
  const { t } = useWords()
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    const inside = element.current
    inside?.focus({ preventScroll: true })
    const onDown = (e: Event) => {
      if (!inside?.contains(e.target as Node)) close()
    }
    document.addEventListener('pointerdown', onDown)
    return () => {
      document.removeEventListener('pointerdown', onDown)
      if (inside?.contains(document.activeElement) || document.activeElement === document.body) {
        before?.focus({ preventScroll: true })
      }
    }
  }, [open, close])
  const left = Math.min(Math.max(8, open.x - 150), Math.max(8, width - 308))
  return (
    <div
      ref={element}
      className={classes.card}
      role="dialog"
      aria-label={t('lanes.card', { count: open.marks.length })}
      tabIndex={-1}
      style={{ left, top: open.y + 14 }}
      onPointerDown={(e) => e.stopPropagation()}
      onKeyDown={(e) => {
        if (e.key === 'Escape') {
          e.stopPropagation()
          close()
        }
      }}
    >
      {card(open.marks, close)}
    </div>
  )
}

const Labels = memo(function Labels({
  bars,
  also,
  lanes,
}: Pick<LanesProps, 'bars' | 'lanes'> & { also: NonNullable<LanesProps['also']> }) {
  return (
    <div className={classes.labels} aria-hidden>
      <div className={classes.label} data-bars>
        {bars.label}
      </div>
      {also.rows.map((_, row) => (
        <div key={row} className={classes.label}>
          {row === 0 && also.label}
        </div>
      ))}
      {lanes.map((lane) => (
        <div key={lane.id} className={classes.label}>
          <span className={classes.key} data-tone={lane.marks[0]?.tone} />
          {lane.label}
        </div>
      ))}
    </div>
  )
})

function scaleOf(view: Span, width: number) {
  return scaleTime()
    .domain([toDate(view[0]), toDate(view[1])])
    .range([0, width])
}

const Ruler = memo(function Ruler({ view, width }: { view: Span; width: number }) {
  const { format } = useWords()
  const scale = scaleOf(view, width)
  const ticks = scale.ticks(Math.max(2, width / 84)).map((tick) => {
    const at = fromDate(tick)
    const midnight = tick.getHours() === 0 && tick.getMinutes() === 0
    const first = midnight && tick.getDate() === 1
    const newYear = first && tick.getMonth() === 0
    const label = newYear
      ? format.year(at)
      : first
        ? format.shortMonth(at)
        : midnight
          ? format.shortDay(at)
          : format.time(at)
    return { at, label, newYear, x: scale(tick), end: scale(tick) + roomOf(label) }
  })
  // Where not all have room, every second or fourth is named: at even distances, and years among them.
  const every = [1, 2].find((n) => ticks.every((it, i) => it.end <= (ticks[i + n]?.x ?? Infinity))) ?? 4
  const offset = Math.max(0, ticks.findIndex((it) => it.newYear)) % every
  return (
    <div className={classes.ticks} aria-hidden>
      {ticks.map(({ at, label, newYear, x, end }, i) => (
        <span
          key={at}
          className={classes.tick}
          data-major={newYear || undefined}
          // The end is no place to begin a word at.
          hidden={i % every !== offset || end > width + 10}
          style={{ transform: `translateX(${x}px)` }}
        >
          {label}
        </span>
      ))}
    </div>
  )
})

/** Where ticks are weeks or days, months are marked too. */
const MONTHS_MARKED = 200 * DAY

function* monthsIn([from, to]: Span): Generator<Date> {
  const month = toDate(from)
  month.setHours(0, 0, 0, 0)
  month.setDate(1)
  for (month.setMonth(month.getMonth() + 1); fromDate(month) < to; month.setMonth(month.getMonth() + 1)) {
    yield new Date(month)
  }
}

const Grid = memo(function Grid({ view, width }: { view: Span; width: number }) {
  const scale = scaleOf(view, width)
  const months = view[1] - view[0] < MONTHS_MARKED ? [...monthsIn(view)] : []
  return (
    <svg className={classes.grid} aria-hidden>
      {months.map((month) => (
        <line
          key={`month ${month.getTime()}`}
          x1={Math.round(scale(month)) + 0.5}
          x2={Math.round(scale(month)) + 0.5}
          y1={0}
          y2="100%"
          data-major
        />
      ))}
      {scale.ticks(Math.max(2, width / 84)).map((tick) => {
        const x = Math.round(scale(tick)) + 0.5
        const newYear = tick.getMonth() === 0 && tick.getDate() === 1 && tick.getHours() === 0
        return (
          <line key={tick.getTime()} x1={x} x2={x} y1={0} y2="100%" data-major={newYear || undefined} />
        )
      })}
    </svg>
  )
})

const Bars = memo(function Bars({
  label,
  bars,
  thin = false,
  top = 0,
  view,
  width,
  onOpen,
}: {
  label: string
  bars: readonly Bar[]
  thin?: boolean
  top?: number
  view: Span
  width: number
  onOpen: (open: Open) => void
}) {
  const { t, format } = useWords()
  const found = useMemo(() => holds(bars, view, width), [bars, view, width])
  const marks = useMemo(
    () =>
      new Map(
        bars.map((bar): [Bar, Mark] => {
          const until = bar.open ? t('lanes.sinceThen') : format.day(bar.to)
          const title = t('lanes.bar', { what: bar.title, from: format.day(bar.from), to: until })
          return [
            bar,
            {
              id: bar.id,
              at: bar.from,
              title,
              tone: 'ownership',
              recordedAt: bar.from,
              ...(bar.event ? { event: bar.event } : {}),
            },
          ]
        }),
      ),
    [bars, t, format],
  )
  return (
    <ul className={classes.bars} aria-label={label} data-thin={thin || undefined}>
      {found.map(({ left, width: wide, bars: drawn }) => {
        const held = drawn.map(({ bar }) => marks.get(bar)!)
        const title = held.map((mark) => mark.title).join(' · ')
        return (
          <li key={held[0]!.id}>
            <button
              type="button"
              className={classes.hold}
              data-narrow={wide < 2 * TARGET || undefined}
              style={{ left, width: wide }}
              aria-label={title}
              title={title}
              onClick={() =>
                onOpen({
                  x: Math.max(0, left) + Math.min(60, wide / 2),
                  y: top + (thin ? 22 : 34),
                  marks: held,
                })
              }
            >
              {drawn.map(({ bar, left: from, width: long }) => (
                <span
                  key={bar.id}
                  className={classes.bar}
                  data-hue={bar.hue}
                  data-nobody={bar.hue === undefined || undefined}
                  style={{ left: from - left, width: long }}
                >
                  {long > 26 && <span>{bar.title}</span>}
                </span>
              ))}
            </button>
          </li>
        )
      })}
    </ul>
  )
})
