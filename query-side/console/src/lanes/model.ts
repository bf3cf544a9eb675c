import { HOUR, type Micros } from '../life/time'

export type Tone =
  | 'follow-up'
  | 'profile'
  | 'contact'
  | 'date'
  | 'assortment'
  | 'ownership'
  | 'complaint'
  | 'call'
  | 'correction'

/** Something at one moment. */
export interface Mark {
  /** Stable, so that the focus stays on it. */
  id: string
  at: Micros
  title: string
  detail?: string
  tone: Tone
  /** `hollow`: taken back or not done; `flag`: the beginning of it all. */
  look?: 'hollow' | 'flag' | 'struck'
  /** When we learned of it: before that moment it is drawn as not yet known. */
  recordedAt: Micros
  /** The event behind it, if there is one. */
  event?: string
}

/** Something that lasts. */
export interface Bar {
  id: string
  from: Micros
  to: Micros
  title: string
  /** 0 to 7, one of the hues for people; undefined = nobody's, drawn hatched. */
  hue?: number
  /** Whether it has no end yet. */
  open?: boolean
  event?: string
}

/** Puts bars that overlap under each other. */
export function stacked(bars: readonly Bar[]): Bar[][] {
  const rows: Bar[][] = []
  for (const bar of bars) {
    const row = rows.find((it) => it.at(-1)!.to <= bar.from)
    if (row) row.push(bar)
    else rows.push([bar])
  }
  return rows
}

export interface MarkLane {
  id: string
  label: string
  marks: readonly Mark[]
}

export type Span = readonly [from: Micros, to: Micros]

/** What is drawn at one place of a lane: a mark, or several that are too close to tell apart. */
export interface Item {
  x: number
  marks: readonly Mark[]
}

/** No view is shorter. */
export const CLOSEST = HOUR

/** How high a lane is, in pixels. */
export const LANE = 27

/** Pixels that a finger or an unsteady hand needs to hit something (WCAG 2.2, target size). */
export const TARGET = 24

/** Pixels below which marks are drawn as one. */
const APART = TARGET + 4

/**
 * Groups the marks of a lane that would overlap. The groups are anchored in time, not at the edge of
 * the view, so that they stay as they are while the view moves.
 */
export function cluster(marks: readonly Mark[], view: Span, width: number): Item[] {
  const perPixel = (view[1] - view[0]) / Math.max(1, width)
  const bin = perPixel * APART
  const items: { sum: number; marks: Mark[]; bin: number }[] = []
  for (const mark of marks) {
    if (mark.at < view[0] || mark.at > view[1]) continue
    const x = (mark.at - view[0]) / perPixel
    const index = Math.floor(mark.at / bin)
    const last = items.at(-1)
    if (last && (last.bin === index || x - last.sum / last.marks.length < APART - 4)) {
      last.sum += x
      last.marks.push(mark)
    } else {
      items.push({ sum: x, marks: [mark], bin: index })
    }
  }
  return items.map((item) => ({ x: item.sum / item.marks.length, marks: item.marks }))
}

/** Bars that are pressed together: one, or several of which each is too narrow for itself. */
export interface Hold {
  left: number
  width: number
  bars: { bar: Bar; left: number; width: number }[]
}

/** Where bars are drawn, and where they are pressed: as they are, but never on less than a finger needs. */
export function holds(bars: readonly Bar[], view: Span, width: number): Hold[] {
  const perPixel = (view[1] - view[0]) / Math.max(1, width)
  const found: Hold[] = []
  for (const bar of bars) {
    if (bar.to <= view[0] || bar.from >= view[1]) continue
    const left = Math.max(-4, (bar.from - view[0]) / perPixel)
    const right = Math.min(width + 4, (bar.to - view[0]) / perPixel)
    const drawn = { bar, left, width: Math.max(3, right - left - 2) }
    const last = found.at(-1)
    if (last && left - (last.left + last.width) < TARGET && areTooNarrow(last.width, drawn.width)) {
      last.bars.push(drawn)
      last.width = left + drawn.width - last.left
    } else {
      found.push({ left, width: drawn.width, bars: [drawn] })
    }
  }
  return found.map((it) => {
    if (it.width >= TARGET) return it
    const middle = it.left + it.width / 2
    return { ...it, left: Math.max(0, Math.min(width, middle + TARGET / 2) - TARGET), width: TARGET }
  })
}

/** Whether one of two neighbours has too little room, and the other none to spare. */
const areTooNarrow = (one: number, other: number): boolean =>
  Math.min(one, other) < TARGET && Math.max(one, other) < 2 * TARGET

/** Keeps a view inside the whole and not closer than an hour. */
export function within(view: Span, whole: Span, closest: Micros): Span {
  const length = Math.min(whole[1] - whole[0], Math.max(closest, view[1] - view[0]))
  const from = Math.min(Math.max(view[0], whole[0]), whole[1] - length)
  return [from, from + length]
}

/** Zooms by a factor so that the moment stays where it is. */
export function zoom(view: Span, around: Micros, factor: number): Span {
  return [around - (around - view[0]) * factor, around + (view[1] - around) * factor]
}

/** About how wide a label of the ruler is, in pixels, with the space behind it. */
export const roomOf = (label: string): number =>
  [...label].reduce((sum, letter) => sum + (letter > '\u2e80' ? 12 : 6.5), 10)
