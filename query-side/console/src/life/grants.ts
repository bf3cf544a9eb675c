import { ownership, type Interval } from './customer'
import { holds, type Life } from './definition'
import { FOR_EVER, instant, type Micros } from './time'
import type { Recorded } from './events'

/** Somebody who is responsible beside the owner, for a time; half open. */
export interface Grant {
  kind: 'cover' | 'collaborator' | 'steward'
  id: string
  /** `rep:<id>` or `user:<name>`. */
  who: string
  from: Micros
  to: Micros
  by: Recorded
}

/**
 * Everybody who was ever responsible beside the owner, as known at a time, by when it began. Each
 * ends at the first of the time it says itself and the effective time of what ends it; a cover also
 * when the owner it stands in for has the customer no more, and is there again if that owner is.
 */
export function grants(life: Life, knownAt: Micros): Grant[] {
  const grants: Grant[] = []
  const ended = new Map<string, Micros>()
  const owners = ownership(life, knownAt)
  const grant = (kind: Grant['kind'], id: string, who: string, by: Recorded, until?: string) =>
    grants.push({ kind, id, who, from: by.effectiveAt, to: until ? instant(until) : FOR_EVER, by })
  for (const it of life.events) {
    if (!holds(life, it, knownAt)) continue
    switch (it.name) {
      case 'cover.started':
        grant('cover', it.event.cover, `rep:${it.event.by}`, it, it.event.until)
        break
      case 'collaborator.added':
        grant('collaborator', it.event.collaborator, `rep:${it.event.rep}`, it, it.event.until)
        break
      case 'steward.assigned':
        grant('steward', it.event.steward, it.event.account, it, it.event.until)
        break
      case 'cover.ended':
        end(it.event.cover, it.effectiveAt)
        break
      case 'collaborator.removed':
        end(it.event.collaborator, it.effectiveAt)
        break
      case 'steward.removed':
        end(it.event.steward, it.effectiveAt)
        break
      default:
    }
  }
  function end(id: string, at: Micros) {
    ended.set(id, Math.min(at, ended.get(id) ?? FOR_EVER))
  }
  for (const it of grants) it.to = Math.min(it.to, ended.get(it.id) ?? FOR_EVER)
  return grants.flatMap((it) => inForce(it, owners)).filter((it) => it.to > it.from)
}

/** A cover is in force while the owner it stands in for has the customer: not, and then again. */
function inForce(grant: Grant, owners: Interval[]): Grant[] {
  if (grant.by.name !== 'cover.started') return [grant]
  const { owner } = grant.by.event
  const times: Grant[] = []
  for (const { holder, from, to } of owners) {
    if (!('rep' in holder) || holder.rep !== owner) continue
    const last = times.at(-1)
    if (last?.to === from) last.to = Math.min(to, grant.to)
    else times.push({ ...grant, from: Math.max(from, grant.from), to: Math.min(to, grant.to) })
  }
  return times
}
