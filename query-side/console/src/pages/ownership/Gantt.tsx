import { useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { scaleTime } from 'd3-scale'
import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
} from 'react'
import { useWords } from '../../i18n'
import { within, zoom, type Span } from '../../lanes/model'
import { DAY, fromDate, MILLI, toDate, type Micros } from '../../life/time'
import { useSize } from '../../ui/useSize'
import { usePaint, type Paint } from './paint'
import classes from './ownership.module.css'

/** What a row draws with; x is the pixel of a moment, clipped to the canvas. */
export interface Brush {
  context: CanvasRenderingContext2D
  paint: Paint
  x: (at: Micros) => number
  width: number
  top: number
  height: number
}

interface Props {
  count: number
  rowHeight: number
  label: (index: number) => ReactNode
  keyOf: (index: number) => string
  draw: (index: number, brush: Brush) => void
  /** What lies at a moment of a row. */
  hint: (index: number, at: Micros) => ReactNode
  whole: Span
  view: Span
  onView: (view: Span) => void
  at: Micros
  onAt: (at: Micros) => void
  now: Micros
  name: string
  /** Which rows are in sight, told when they have come to rest. */
  onRest?: (first: number, last: number) => void
}

const GUTTER = 244
const NARROW_GUTTER = 132
const CLOSEST = 7 * DAY
/** Half of what the day on the line needs, so that it is never cut off. */
const GRIP = 52
/** What a date of the axis needs. */
const DATE = 40

/** Whether a date that begins there can be read beside the day on the line. */
const isBeside = (grip: number, x: number) => x + DATE < grip - GRIP || x > grip + GRIP

/**
 * Rows over time. The labels are HTML, so that they can be read, found and followed; what lasts is
 * painted, so that ten thousand rows scroll as smoothly as ten.
 */
export function Gantt(props: Props) {
  const { count, rowHeight, whole, view, onView, at, onAt, now, name } = props
  const { t, format } = useWords()
  const paint = usePaint()
  const scroller = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const { ref: sized, width: outer, height } = useSize<HTMLDivElement>()
  const box = useMergedRef(scroller, sized)
  const gutter = outer < 640 ? NARROW_GUTTER : GUTTER
  const width = Math.max(1, outer - gutter)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  })
  const perPixel = (view[1] - view[0]) / width
  const xOf = (moment: Micros) => (moment - view[0]) / perPixel
  const { onRest } = props
  const range = virtual.range
  const [first, last] = [range?.startIndex ?? 0, range?.endIndex ?? 0]
  useEffect(() => {
    if (!virtual.isScrolling) onRest?.(first, last)
  }, [virtual.isScrolling, first, last, onRest])

  // Painted after every render: scrolling and zooming both are one.
  useLayoutEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context || height === 0) return
    const ratio = window.devicePixelRatio || 1
    const pixels = [Math.round(width * ratio), Math.round(height * ratio)] as const
    if (element.width !== pixels[0] || element.height !== pixels[1]) {
      element.width = pixels[0]
      element.height = pixels[1]
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    const scroll = scroller.current?.scrollTop ?? 0
    const x = (moment: Micros) => Math.min(width + 8, Math.max(-8, (moment - view[0]) / perPixel))
    const end = Math.min(count, Math.ceil((scroll + height) / rowHeight))
    for (let i = Math.max(0, Math.floor(scroll / rowHeight)); i < end; i++) {
      props.draw(i, { context, paint, x, width, top: i * rowHeight - scroll, height: rowHeight })
    }
  })

  const [hovered, setHovered] = useState<{ x: number; y: number; index: number; at: Micros }>()
  const dragged = useRef<{ x: number; view: Span; moved: boolean } | null>(null)
  const onPointerDown = (e: PointerEvent) => {
    if (e.button !== 0) return
    dragged.current = { x: e.clientX, view, moved: false }
    e.currentTarget.setPointerCapture(e.pointerId)
  }
  const onPointerMove = (e: PointerEvent) => {
    const from = dragged.current
    if (from) {
      const by = (from.x - e.clientX) * perPixel
      from.moved ||= Math.abs(e.clientX - from.x) > 4
      if (from.moved) onView(within([from.view[0] + by, from.view[1] + by], whole, CLOSEST))
    }
    const area = e.currentTarget.getBoundingClientRect()
    const y = e.clientY - area.top
    const index = Math.floor((y + (scroller.current?.scrollTop ?? 0)) / rowHeight)
    const x = e.clientX - area.left
    setHovered(
      index < count && !from?.moved ? { x, y, index, at: view[0] + x * perPixel } : undefined,
    )
  }
  const onPointerUp = (e: PointerEvent) => {
    const from = dragged.current
    dragged.current = null
    if (!from || from.moved) return
    const x = e.clientX - e.currentTarget.getBoundingClientRect().left
    onAt(Math.round(view[0] + x * perPixel))
  }
  // React's own wheel listeners are passive, and could not keep the page from zooming.
  useEffect(() => {
    const element = canvas.current
    const onWheel = (e: WheelEvent) => {
      if (!e.ctrlKey && !e.shiftKey && Math.abs(e.deltaX) <= Math.abs(e.deltaY)) return
      e.preventDefault()
      if (e.ctrlKey) {
        const x = e.clientX - element!.getBoundingClientRect().left
        onView(within(zoom(view, view[0] + x * perPixel, Math.exp(e.deltaY / 300)), whole, CLOSEST))
      } else {
        const by = (e.deltaX || e.deltaY) * perPixel
        onView(within([view[0] + by, view[1] + by], whole, CLOSEST))
      }
    }
    element?.addEventListener('wheel', onWheel, { passive: false })
    return () => element?.removeEventListener('wheel', onWheel)
  })
  const onKey = (e: KeyboardEvent) => {
    const step = ((view[1] - view[0]) / 60) * (e.shiftKey ? 6 : 1)
    const moves: Record<string, Micros> = {
      ArrowLeft: at - step,
      ArrowRight: at + step,
      Home: whole[0],
      End: now,
    }
    const next = moves[e.key]
    if (next === undefined) return
    e.preventDefault()
    const inside = Math.round(Math.min(whole[1], Math.max(whole[0], next)))
    onAt(inside)
    const length = view[1] - view[0]
    if (inside < view[0] || inside > view[1]) {
      onView(within([inside - length / 2, inside + length / 2], whole, CLOSEST))
    }
  }

  const ticks = useMemo(
    () =>
      scaleTime()
        .domain([toDate(view[0]), toDate(view[1])])
        .ticks(Math.max(2, width / 96))
        .map(fromDate),
    [view, width],
  )
  const inside = (moment: Micros) => moment >= view[0] && moment <= view[1]
  const grip = Math.min(width - GRIP, Math.max(GRIP, xOf(at)))
  const told = hovered && props.hint(hovered.index, hovered.at)
  return (
    <div className={classes.gantt} role="group" aria-label={name} style={{ '--gutter': `${gutter}px` } as object}>
      <div className={classes.axis}>
        {ticks.filter((tick) => !inside(at) || isBeside(grip, xOf(tick))).map((tick) => (
          <span key={tick} style={{ left: gutter + xOf(tick) }}>
            {toDate(tick).getMonth() === 0 && toDate(tick).getDate() === 1
              ? format.year(tick)
              : toDate(tick).getDate() === 1
                ? format.shortMonth(tick)
                : format.shortDay(tick)}
          </span>
        ))}
        {inside(at) && (
          <div
            className={classes.grip}
            style={{ left: gutter + grip }}
            role="slider"
            tabIndex={0}
            aria-label={t('ownership.asOfLine')}
            aria-valuemin={Math.round(whole[0] / MILLI)}
            aria-valuemax={Math.round(whole[1] / MILLI)}
            aria-valuenow={Math.round(at / MILLI)}
            aria-valuetext={format.minute(at)}
            onKeyDown={onKey}
          >
            {format.day(at)}
          </div>
        )}
      </div>
      <div ref={box} className={classes.scroller} tabIndex={0} role="region" aria-label={name}>
        <div className={classes.sheet} style={{ height: Math.max(virtual.getTotalSize(), height) }}>
          <div className={classes.painted} style={{ height, left: gutter, width }}>
            {ticks.map((tick) => (
              <i key={tick} className={classes.tick} style={{ left: xOf(tick) }} />
            ))}
            <canvas
              ref={canvas}
              style={{ width, height }}
              aria-hidden
              onPointerDown={onPointerDown}
              onPointerMove={onPointerMove}
              onPointerUp={onPointerUp}
              onPointerLeave={() => setHovered(undefined)}
            />
            {inside(now) && <i className={classes.now} style={{ left: xOf(now) }} />}
            {inside(at) && <i className={classes.at} style={{ left: xOf(at) }} />}
            {told && hovered && (
              <div
                className={classes.hint}
                data-left={hovered.x > width - 280 || undefined}
                data-above={hovered.y > height - 120 || undefined}
                style={{ left: hovered.x, top: hovered.y }}
              >
                {told}
              </div>
            )}
          </div>
          <ul className={classes.labels}>
            {virtual.getVirtualItems().map((item) => (
              <li
                key={props.keyOf(item.index)}
                style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              >
                {props.label(item.index)}
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  )
}
