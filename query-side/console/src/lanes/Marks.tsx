import {
  memo,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
} from 'react'
import { useWords, type Words } from '../i18n'
import type { Micros } from '../life/time'
import classes from './Lanes.module.css'
import { CLOSEST, cluster, LANE, within, zoom, type Item, type Mark, type MarkLane, type Span } from './model'

interface MarksProps {
  /** Where the first lane begins. */
  top: number
  lanes: readonly MarkLane[]
  view: Span
  whole: Span
  width: number
  onView: (view: Span) => void
  onOpen: (open: { x: number; y: number; marks: readonly Mark[] }) => void
}

interface Row {
  lane: MarkLane
  items: readonly Item[]
  /** Elements are keyed by their place, counted from here, and so used again when the view moves on. */
  first: number
}

/** What happens at one moment, lane by lane. */
export const Marks = memo(function Marks({ top, lanes, view, whole, width, onView, onOpen }: MarksProps) {
  const root = useRef<HTMLDivElement>(null)
  const clusters = useMemo(
    () => lanes.map((lane) => cluster(lane.marks, view, width)),
    [lanes, view, width],
  )
  // One mark can be reached by tab, the others by arrows from it.
  const [current, setCurrent] = useState<string | null>(null)
  const wanted = useRef<string | null>(null)
  const drawn = useRef<readonly Row[]>([])
  const rows = lanes.map((lane, i): Row => {
    const before = drawn.current.find((row) => row.lane.id === lane.id)
    return { lane, items: clusters[i]!, first: firstOf(before, clusters[i]!, current) }
  })
  const entry =
    placeOf(rows, current) ?? placeOf(rows, rows.find((row) => row.items.length)?.items.at(-1)?.marks[0]?.id)

  useLayoutEffect(() => {
    drawn.current = rows
    const place = placeOf(rows, wanted.current)
    wanted.current = null
    if (place) {
      root.current?.querySelector<HTMLElement>(`[data-place="${place}"]`)?.focus({ preventScroll: true })
    }
  })

  const go = (mark: Mark) => {
    wanted.current = mark.id
    setCurrent(mark.id)
    if (mark.at < view[0] || mark.at > view[1]) {
      const half = (view[1] - view[0]) / 2
      onView(within([mark.at - half, mark.at + half], whole, CLOSEST))
    }
  }

  const onKey = (e: KeyboardEvent, row: number, item: Item) => {
    const marks = lanes[row]!.marks
    const first = item.marks[0]!
    const last = item.marks.at(-1)!
    let to: Mark | undefined
    if (e.key === 'ArrowRight') to = marks[marks.indexOf(last) + 1]
    else if (e.key === 'ArrowLeft') to = marks[marks.indexOf(first) - 1]
    else if (e.key === 'Home') to = marks[0]
    else if (e.key === 'End') to = marks.at(-1)
    else if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      const by = e.key === 'ArrowDown' ? 1 : -1
      for (let i = row + by; i >= 0 && i < lanes.length && !to; i += by) {
        to = nearest(lanes[i]!.marks, first.at)
      }
    } else if (e.key === '+' || e.key === '-') {
      wanted.current = first.id
      onView(within(zoom(view, first.at, e.key === '+' ? 0.6 : 1.7), whole, CLOSEST))
    } else return
    e.preventDefault()
    if (to) go(to)
  }
  const latest = useRef(onKey)
  latest.current = onKey
  const keyed = useCallback(
    (e: KeyboardEvent, row: number, item: Item) => latest.current(e, row, item),
    [],
  )
  const opened = useCallback(
    (row: number, item: Item) =>
      onOpen({ x: item.x, y: top + row * LANE + LANE / 2, marks: item.marks }),
    [onOpen, top],
  )

  // The hint is one for all: of the mark that is pointed at, or else has the keyboard.
  const [pointed, setPointed] = useState<string | null>(null)
  const [focused, setFocused] = useState<string | null>(null)
  return (
    <div
      ref={root}
      className={classes.marks}
      onPointerOver={(e) => setPointed(placeAt(e.target))}
      onPointerLeave={() => setPointed(null)}
      onFocus={(e) => {
        const place = placeAt(e.target)
        setCurrent(itemAt(rows, place)?.marks[0]?.id ?? null)
        setFocused(e.target.matches(':focus-visible') ? place : null)
      }}
      onBlur={() => setFocused(null)}
    >
      {rows.map(({ lane, items, first }, row) => (
        <Lane
          key={lane.id}
          row={row}
          lane={lane}
          items={items}
          first={first}
          entry={entry?.startsWith(`${row}:`) ? entry : undefined}
          onKey={keyed}
          onOpen={opened}
        />
      ))}
      <Hint rows={rows} place={pointed ?? focused} width={width} />
    </div>
  )
})

/**
 * Places count on from those drawn before, and so that the mark the keyboard is on keeps its element;
 * if it is gone, none keeps it, lest the keyboard be on another one unawares.
 */
function firstOf(before: Row | undefined, items: readonly Item[], current: string | null): number {
  if (!before) return 0
  const was = before.items.findIndex((item) => has(item, current))
  if (was < 0) return before.first
  const is = items.findIndex((item) => has(item, current))
  return before.first + (is < 0 ? before.items.length : was - is)
}

function placeOf(rows: readonly Row[], mark: string | null | undefined): string | undefined {
  if (!mark) return undefined
  for (const [row, { items, first }] of rows.entries()) {
    const i = items.findIndex((item) => has(item, mark))
    if (i >= 0) return `${row}:${first + i}`
  }
  return undefined
}

function itemAt(rows: readonly Row[], place: string | null): Item | undefined {
  if (place === null) return undefined
  const [row, key] = place.split(':').map(Number)
  const found = rows[row!]
  return found?.items[key! - found.first]
}

const placeAt = (target: EventTarget) =>
  (target as Element).closest<HTMLElement>('[data-place]')?.dataset['place'] ?? null

interface LaneProps extends Row {
  row: number
  /** The one that is reached by tab. */
  entry: string | undefined
  onKey: (e: KeyboardEvent, row: number, item: Item) => void
  onOpen: (row: number, item: Item) => void
}

const Lane = memo(function Lane({ row, lane, items, first: firstPlace, entry, onKey, onOpen }: LaneProps) {
  const words = useWords()
  return (
    <ul
      className={classes.lane}
      aria-label={words.t('lanes.lane', { lane: lane.label, count: lane.marks.length })}
    >
      {items.map((item, i) => {
        const place = `${row}:${firstPlace + i}`
        const first = item.marks[0]!
        const count = item.marks.length
        return (
          <li key={place}>
            <button
              type="button"
              className={classes.mark}
              data-place={place}
              data-tone={first.tone}
              data-look={count === 1 ? first.look : undefined}
              data-count={count > 1 || undefined}
              data-recorded={earliest(item.marks)}
              style={{ marginLeft: item.x - 13 }}
              tabIndex={place === entry ? 0 : -1}
              aria-label={nameOf(item, words)}
              onKeyDown={(e) => onKey(e, row, item)}
              onClick={() => onOpen(row, item)}
            >
              <i style={{ width: sizeOf(count), height: sizeOf(count) }}>{count > 1 && shownOf(count)}</i>
            </button>
          </li>
        )
      })}
    </ul>
  )
})

function Hint({ rows, place, width }: { rows: readonly Row[]; place: string | null; width: number }) {
  const words = useWords()
  const item = itemAt(rows, place)
  if (!item) return null
  const first = item.marks[0]!
  const side = item.x > width - 240 ? { right: width - item.x + 7 } : { left: item.x + 7 }
  return (
    <div
      className={classes.hint}
      style={{ ...side, bottom: `calc(100% - ${parseInt(place!) * LANE + 1}px)` }}
      aria-hidden
    >
      {item.marks.length === 1 ? (
        <>
          <b>{first.title}</b>
          {first.detail && <span>{first.detail}</span>}
          <small>{words.format.minute(first.at)}</small>
        </>
      ) : (
        <b>{nameOf(item, words)}</b>
      )}
    </div>
  )
}

const has = (item: Item, id: string | null) => item.marks.some((mark) => mark.id === id)

function nameOf({ marks }: Item, { t, format }: Words): string {
  const first = marks[0]!
  const count = marks.length
  return count === 1
    ? [first.title, first.detail, format.minute(first.at)].filter(Boolean).join(', ')
    : t(count > MOST_SHOWN ? 'lanes.crowd' : 'lanes.cluster', {
        count,
        shown: shownOf(count),
        from: format.day(first.at),
        to: format.day(marks.at(-1)!.at),
      })
}

/** What there is room for in a cluster; its name says how many it is. */
const MOST_SHOWN = 99
const shownOf = (count: number): string => (count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count))

const sizeOf = (count: number) => (count === 1 ? 11 : Math.min(26, 16 + 2 * Math.log2(count)))

const earliest = (marks: readonly Mark[]): Micros =>
  marks.reduce((before, mark) => Math.min(before, mark.recordedAt), Infinity)

function nearest(marks: readonly Mark[], at: Micros): Mark | undefined {
  let best: Mark | undefined
  for (const mark of marks) {
    if (!best || Math.abs(mark.at - at) < Math.abs(best.at - at)) best = mark
  }
  return best
}
