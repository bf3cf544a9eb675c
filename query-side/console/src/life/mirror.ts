import { holds, type Life } from './definition'
import type { Changes, Recorded, Value } from './events'
import { FOR_EVER, type Micros } from './time'

/** One version of one field; `value` is undefined where it was cleared. */
export interface Version {
  value: Value | undefined
  from: Micros
  /** Until when it held; FOR_EVER if it still does, `from` if it never came to hold. */
  to: Micros
  by: Recorded
  /** The correction that took it back, if one is known. */
  voidedBy?: Recorded
}

/** Every version of every field of the customer, as known at a time, in effective order. */
export function mirror(life: Life, knownAt: Micros): Map<string, Version[]> {
  const fields = new Map<string, Version[]>()
  for (const it of life.events) {
    if (it.recordedAt > knownAt) continue
    for (const [field, value] of written(it)) {
      const correction = life.voidedBy.get(it.eventId)
      const version: Version = { value, from: it.effectiveAt, to: FOR_EVER, by: it }
      if (correction && !holds(life, it, knownAt)) {
        version.voidedBy = correction
        version.to = it.effectiveAt
      }
      const versions = fields.get(field)
      if (versions) versions.push(version)
      else fields.set(field, [version])
    }
  }
  for (const versions of fields.values()) {
    let next: Micros = FOR_EVER
    for (const version of versions.toReversed()) {
      if (version.voidedBy) continue
      version.to = next
      next = version.from
    }
  }
  return fields
}

function written(it: Recorded): [string, Value | undefined][] {
  switch (it.name) {
    case 'customer.registered':
    case 'profile.amended':
      return changed(it.event.fields)
    default:
      return []
  }
}

/** What a change sets and clears, cleared fields as undefined. */
export function changed(changes: Changes): [string, Value | undefined][] {
  return Object.entries(changes).map(([field, value]) => [field, value ?? undefined])
}
