import type { CoverTime, Interval } from '../../api/intervals'
import type { Rep } from '../../api/types'
import type { Holder } from '../../life/events'
import type { Micros } from '../../life/time'

/** One customer and everybody who ever had it. */
export interface Life {
  customer: string
  intervals: Interval[]
  covers: CoverTime[]
}

export const keyOf = (holder: Holder): string =>
  'rep' in holder ? holder.rep : `pool:${holder.pool}`

export function livesOf(intervals: readonly Interval[], covers: readonly CoverTime[]): Life[] {
  const lives = new Map<string, Life>()
  for (const it of intervals) {
    const life = lives.get(it.customer)
    if (life) life.intervals.push(it)
    else lives.set(it.customer, { customer: it.customer, intervals: [it], covers: [] })
  }
  for (const it of covers) lives.get(it.customer)?.covers.push(it)
  for (const life of lives.values()) life.intervals.sort((a, b) => a.from - b.from)
  return [...lives.values()]
}

/** Who had it at a moment; nobody before it was a customer. */
export const heldAt = (life: Life, at: Micros): Interval | undefined =>
  life.intervals.find((it) => it.from <= at && at < it.to)

/** How many were customers at a moment: others came later. */
export const customersAt = (lives: readonly Life[], at: Micros): number =>
  lives.filter((life) => heldAt(life, at)).length

/** A line of the chart: an owner with what they had at the moment, or one of these customers. */
export type Item =
  | { kind: 'holder'; holder: Holder | null; count: number }
  | { kind: 'life'; life: Life }

/**
 * The customers below whoever had them at a moment, the largest holders first, and within each
 * whoever has been there longest.
 */
export function grouped(lives: readonly Life[], at: Micros): Item[] {
  const groups = new Map<string, { holder: Holder | null; since: Map<Life, Micros> }>()
  for (const life of lives) {
    const held = heldAt(life, at)
    const key = held ? keyOf(held.holder) : ''
    const group = groups.get(key) ?? { holder: held?.holder ?? null, since: new Map() }
    group.since.set(life, held?.from ?? life.intervals[0]!.from)
    groups.set(key, group)
  }
  // Pools after reps, and last what was no customer yet.
  const rank = ({ holder }: { holder: Holder | null }) => (!holder ? 2 : 'pool' in holder ? 1 : 0)
  return [...groups.values()]
    .sort((a, b) => rank(a) - rank(b) || b.since.size - a.since.size)
    .flatMap(({ holder, since }) => [
      { kind: 'holder' as const, holder, count: since.size },
      ...[...since]
        .sort(([a, from], [b, other]) => from - other || a.customer.localeCompare(b.customer))
        .map(([life]) => ({ kind: 'life' as const, life })),
    ])
}

/** Those that one of the reps ever had. */
export const everWith = (lives: readonly Life[], reps: ReadonlySet<string>): Life[] =>
  lives.filter((life) =>
    life.intervals.some((it) => 'rep' in it.holder && reps.has(it.holder.rep)),
  )

/** How many customers somebody had, from each moment on; in the order of time. */
export interface Steps {
  rep: string
  steps: { at: Micros; count: number }[]
  most: number
}

export function stepsOf(intervals: readonly Interval[]): Map<string, Steps> {
  const changes = new Map<string, Map<Micros, number>>()
  const change = (rep: string, at: Micros, by: number) => {
    const all = changes.get(rep) ?? new Map<Micros, number>()
    all.set(at, (all.get(at) ?? 0) + by)
    changes.set(rep, all)
  }
  for (const it of intervals) {
    if (!('rep' in it.holder)) continue
    change(it.holder.rep, it.from, 1)
    if (it.to !== Number.MAX_SAFE_INTEGER) change(it.holder.rep, it.to, -1)
  }
  const found = new Map<string, Steps>()
  for (const [rep, all] of changes) {
    let count = 0
    let most = 0
    const steps: Steps['steps'] = []
    for (const [at, by] of [...all].sort(([a], [b]) => a - b)) {
      if (by === 0) continue
      count += by
      most = Math.max(most, count)
      steps.push({ at, count })
    }
    found.set(rep, { rep, steps, most })
  }
  return found
}

/** How many it is at a moment. */
export function countAt({ steps }: Steps, at: Micros): number {
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (steps[middle]!.at <= at) low = middle + 1
    else high = middle
  }
  return low === 0 ? 0 : steps[low - 1]!.count
}

/** Reps with customers at any time, by team; teams and names in the order of the alphabet. */
export function byTeam(reps: readonly Rep[], steps: ReadonlyMap<string, Steps>, name: (rep: Rep) => string) {
  const teams = new Map<string, Rep[]>()
  for (const rep of reps) {
    if (steps.has(rep.id)) teams.set(rep.team, [...(teams.get(rep.team) ?? []), rep])
  }
  return [...teams]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([team, members]) => ({
      team,
      members: members.sort((a, b) => name(a).localeCompare(name(b))),
    }))
}
