import { holds, type Life } from '../../life/definition'
import type { Recorded } from '../../life/events'
import { FOR_EVER, type Micros } from '../../life/time'
import { toneOf } from '../../ui/describe'

/** A stop of the walk through a history: what happened at once, the most telling first. */
export interface Chapter {
  at: Micros
  events: Recorded[]
  /** How long nothing happened before it. */
  silence: Micros
}

/** What a new rep has to know first. */
const WEIGHT: Record<string, number> = {
  ownership: 5,
  complaint: 4,
  'follow-up': 3,
  call: 2,
  date: 1,
  contact: 1,
}

/**
 * The history as a walk from the first day to the last, of what was true as we know it today: one
 * stop for what happened within the same hour.
 */
export function chapters(life: Life, until: Micros, together: Micros): Chapter[] {
  const walk: Chapter[] = []
  for (const it of life.events) {
    if (it.effectiveAt > until) break
    if (it.name === 'event.voided' || !holds(life, it, FOR_EVER)) continue
    const last = walk.at(-1)
    if (last && it.effectiveAt - last.at <= together) {
      last.events.push(it)
      continue
    }
    const before = last?.events.at(-1)?.effectiveAt
    walk.push({
      at: it.effectiveAt,
      events: [it],
      silence: before === undefined ? 0 : it.effectiveAt - before,
    })
  }
  const weight = (it: Recorded) =>
    it.name === 'customer.registered' ? 9 : (WEIGHT[toneOf(it.name)] ?? 0)
  for (const chapter of walk) chapter.events.sort((a, b) => weight(b) - weight(a))
  return walk
}

/** The last stop that has begun by then. */
export const chapterAt = (walk: readonly Chapter[], at: Micros): number =>
  Math.max(0, walk.findLastIndex((it) => it.at <= at))
