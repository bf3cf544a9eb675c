import { scaleTime } from 'd3-scale'
import {
  memo,
  useMemo,
  useRef,
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
} from 'react'
import { useWords } from '../i18n'
import { DAY, fromDate, MILLI, toDate, type Micros } from '../life/time'
import classes from './Lanes.module.css'
import { roomOf, within, type Bar, type MarkLane, type Span } from './model'

interface MinimapProps {
  whole: Span
  view: Span
  at: Micros
  now: Micros
  width: number
  lanes: readonly MarkLane[]
  bars: readonly Bar[]
  onView: (view: Span) => void
}

const CLOSEST = DAY

type Grip = 'from' | 'to' | 'both'

/** Wide enough for a finger. */
const GRIP = 24

/** The whole life in a strip, with the part above as a brush. */
export function Minimap({ whole, view, at, now, width, lanes, bars, onView }: MinimapProps) {
  const { t, format } = useWords()
  const track = useRef<HTMLDivElement>(null)
  const perPixel = (whole[1] - whole[0]) / width
  const xOf = (moment: Micros) => (moment - whole[0]) / perPixel
  const left = xOf(view[0])
  const right = xOf(view[1])
  // Side by side when there is no room for both between the edges, and never off the strip.
  const middle = Math.min(width - GRIP, Math.max(GRIP, (left + right) / 2))
  const grips = {
    from: { at: Math.max(0, Math.min(left, middle - GRIP)), edge: left },
    to: { at: Math.min(width - GRIP, Math.max(right - GRIP, middle)), edge: right },
  }

  const grabbed = useRef<{ grip: Grip; x: number; view: Span } | null>(null)
  const onPointerDown = (e: PointerEvent) => {
    if (e.button !== 0) return
    const x = e.clientX - track.current!.getBoundingClientRect().left
    let from = view
    let grip = (e.target as HTMLElement).dataset['grip'] as Grip | undefined
    if (!grip) {
      const half = (view[1] - view[0]) / 2
      const middle = whole[0] + x * perPixel
      from = within([middle - half, middle + half], whole, CLOSEST)
      onView(from)
      grip = 'both'
    }
    grabbed.current = { grip, x: e.clientX, view: from }
    e.currentTarget.setPointerCapture(e.pointerId)
  }
  const onPointerMove = (e: PointerEvent) => {
    const from = grabbed.current
    if (from) move(from.grip, from.view, (e.clientX - from.x) * perPixel)
  }
  const move = (grip: Grip, [start, end]: Span, by: Micros) => {
    if (grip === 'both') onView(within([start + by, end + by], whole, CLOSEST))
    else if (grip === 'from') {
      onView([Math.max(whole[0], Math.min(start + by, end - CLOSEST)), end])
    } else onView([start, Math.min(whole[1], Math.max(end + by, start + CLOSEST))])
  }
  const onKey = (grip: Grip) => (e: KeyboardEvent) => {
    const step = (view[1] - view[0]) / (e.shiftKey ? 4 : 20)
    const by = e.key === 'ArrowLeft' ? -step : e.key === 'ArrowRight' ? step : undefined
    if (by === undefined) return
    e.preventDefault()
    move(grip, view, by)
  }

  const grip = (side: 'from' | 'to') => {
    const moment = side === 'from' ? view[0] : view[1]
    return (
      <div
        className={classes.grip}
        data-grip={side}
        style={{ left: grips[side].at, '--edge': `${grips[side].edge - grips[side].at}px` } as CSSProperties}
        role="slider"
        tabIndex={0}
        aria-label={t(side === 'from' ? 'lanes.viewFrom' : 'lanes.viewTo')}
        aria-valuemin={Math.round(whole[0] / MILLI)}
        aria-valuemax={Math.round(whole[1] / MILLI)}
        aria-valuenow={Math.round(moment / MILLI)}
        aria-valuetext={format.day(moment)}
        onKeyDown={onKey(side)}
      />
    )
  }

  return (
    <div className={classes.minimapRow}>
      <div className={classes.gutter} />
      <div
        ref={track}
        className={classes.minimap}
        role="group"
        aria-label={t('lanes.overview')}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => (grabbed.current = null)}
      >
        <Density whole={whole} width={width} lanes={lanes} bars={bars} />
        <Times whole={whole} width={width} />
        <div className={classes.moment} style={{ left: xOf(now) }} data-now aria-hidden />
        <div className={classes.moment} style={{ left: xOf(at) }} aria-hidden />
        <div className={classes.outside} style={{ left: 0, width: Math.max(0, left) }} />
        <div className={classes.outside} style={{ left: right, right: 0 }} />
        <div
          className={classes.brush}
          data-grip="both"
          style={{ left, width: Math.max(10, right - left) }}
        />
        {grip('from')}
        {grip('to')}
      </div>
    </div>
  )
}

const Times = memo(function Times({ whole, width }: Pick<MinimapProps, 'whole' | 'width'>) {
  const { format } = useWords()
  const scale = scaleTime()
    .domain([toDate(whole[0]), toDate(whole[1])])
    .range([0, width])
  const labels = new Map<string, number>()
  let free = -Infinity
  for (const tick of scale.ticks(Math.max(2, width / 110))) {
    const at = fromDate(tick)
    const newYear = tick.getMonth() === 0 && tick.getDate() === 1
    const text =
      newYear ? format.year(at) : tick.getDate() === 1 ? format.shortMonth(at) : format.shortDay(at)
    // The end of the strip is no place to begin a word at.
    const x = scale(tick)
    if (x + roomOf(text) < width + 10 && x >= free && !labels.has(text)) {
      labels.set(text, x)
      free = x + roomOf(text)
    }
  }
  return [...labels].map(([text, left]) => (
    <span key={text} className={classes.year} style={{ left }} aria-hidden>
      {text}
    </span>
  ))
})

const BIN = 4

const Density = memo(function Density({
  whole,
  width,
  lanes,
  bars,
}: Pick<MinimapProps, 'whole' | 'width' | 'lanes' | 'bars'>) {
  const heights = useMemo(() => {
    const bins = new Array<number>(Math.max(1, Math.ceil(width / BIN))).fill(0)
    const length = whole[1] - whole[0]
    for (const lane of lanes) {
      for (const mark of lane.marks) {
        const bin = Math.floor(((mark.at - whole[0]) / length) * bins.length)
        if (bin >= 0 && bin < bins.length) bins[bin]! += 1
      }
    }
    const most = Math.max(1, ...bins)
    // Roots, so that a quiet month does not vanish beside a busy day.
    return bins.map((count) => (count === 0 ? 0 : 3 + 19 * Math.sqrt(count / most)))
  }, [whole, width, lanes])
  const perPixel = (whole[1] - whole[0]) / width
  return (
    <>
      <svg className={classes.density} width={width} height={26} aria-hidden>
        {heights.map((height, i) =>
          height ? (
            <rect key={i} x={i * BIN} y={26 - height} width={BIN - 1} height={height} rx={1} />
          ) : null,
        )}
      </svg>
      <div className={classes.strip} aria-hidden>
        {bars.map((bar) => {
          const left = Math.max(0, (bar.from - whole[0]) / perPixel)
          const right = Math.min(width, (bar.to - whole[0]) / perPixel)
          return (
            <span
              key={bar.id}
              className={classes.bar}
              data-hue={bar.hue}
              data-nobody={bar.hue === undefined || undefined}
              style={{ left, width: Math.max(0, right - left) }}
            />
          )
        })}
      </div>
    </>
  )
})
