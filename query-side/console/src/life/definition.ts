import type { Recorded } from './events'
import type { Micros } from './time'

/**
 * The one definition, the same as in the service:
 *
 * > state(asOf, knownAt) = the fold, in the order (effective time, position), of the events with
 * > recorded time ≤ knownAt and effective time ≤ asOf, leaving out the events voided by a
 * > correction recorded ≤ knownAt.
 */
export interface Life {
  /** In the order of the definition. */
  readonly events: readonly Recorded[]
  readonly byId: ReadonlyMap<string, Recorded>
  /** The first correction of an event, by the id of the event it voids. */
  readonly voidedBy: ReadonlyMap<string, Recorded>
  /** How many events the stream has. */
  readonly version: number
}

export const inEffectiveOrder = (a: Recorded, b: Recorded): number =>
  a.effectiveAt - b.effectiveAt || a.version - b.version

export function lifeOf(stream: Iterable<Recorded>): Life {
  const events = [...stream].sort(inEffectiveOrder)
  const voidedBy = new Map<string, Recorded>()
  let version = 0
  for (const it of events) {
    version = Math.max(version, it.version)
    if (it.name === 'event.voided') {
      const earlier = voidedBy.get(it.event.event)
      if (!earlier || it.recordedAt < earlier.recordedAt) voidedBy.set(it.event.event, it)
    }
  }
  return { events, byId: new Map(events.map((it) => [it.eventId, it])), voidedBy, version }
}

/** Whether we held the event for true at that time. */
export function holds(life: Life, event: Recorded, knownAt: Micros): boolean {
  if (event.recordedAt > knownAt) return false
  const correction = life.voidedBy.get(event.eventId)
  return !correction || correction.recordedAt > knownAt
}

/** The events that hold at the two times, in the order in which they are folded. */
export function select(life: Life, asOf: Micros, knownAt: Micros): Recorded[] {
  const selected: Recorded[] = []
  for (const event of life.events) {
    if (event.effectiveAt > asOf) break
    if (holds(life, event, knownAt)) selected.push(event)
  }
  return selected
}
