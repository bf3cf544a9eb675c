import type { Life } from './definition'
import { mirror } from './mirror'
import type { Micros } from './time'

/** From when on how many of the fields asked about were filled. */
export interface Filled {
  from: Micros
  filled: number
}

/** How full the profile was over time, as known at a time. */
export function completeness(life: Life, knownAt: Micros, fields: readonly string[]): Filled[] {
  const asked = new Set(fields)
  const steps: [at: Micros, by: number][] = []
  for (const [field, versions] of mirror(life, knownAt)) {
    if (!asked.has(field)) continue
    let full = false
    for (const { value, from, to, voidedBy } of versions) {
      if (voidedBy || to <= from) continue
      const now = value !== undefined
      if (now !== full) steps.push([from, now ? 1 : -1])
      full = now
    }
  }
  steps.sort((a, b) => a[0] - b[0])
  const curve: Filled[] = []
  let filled = 0
  for (const [from, by] of steps) {
    filled += by
    if (curve.at(-1)?.from === from) curve.at(-1)!.filled = filled
    else curve.push({ from, filled })
  }
  return curve
}

export const filledAt = (curve: readonly Filled[], at: Micros): number =>
  curve.findLast((it) => it.from <= at)?.filled ?? 0
