import type { Plan, Split } from '../../api/handovers'
import type { CustomerRow } from '../../api/types'

/** What customers can be split by, and how many have which value, the most frequent first. */
export type Facets = Map<string, Map<string, number>>

export const EMPTY: Plan = {
  scope: [],
  receivers: [],
  splits: [],
  exceptions: [],
  restTo: null,
  firstContactDays: 3,
}

/** The value of a customer that rules can go by; personal fields are none. */
export function valueOf(row: CustomerRow, field: string): string | undefined {
  if (field === 'kind') return row.kind
  if (field === 'grade') return row.classification?.grade
  const value = row.fields[field]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
}

export function facetsOf(rows: readonly CustomerRow[], fields: readonly string[]): Facets {
  const facets: Facets = new Map()
  for (const field of fields) {
    const counts = new Map<string, number>()
    for (const row of rows) {
      const value = valueOf(row, field)
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    if (counts.size > 0) {
      facets.set(field, new Map([...counts].sort(([a, n], [b, m]) => m - n || a.localeCompare(b))))
    }
  }
  return facets
}

/** How many of the customers a plan is about. */
export const inScope = (rows: readonly CustomerRow[], scope: Plan['scope']): number =>
  rows.filter((row) =>
    scope.every(({ field, values }) => {
      const value = valueOf(row, field)
      return value !== undefined && values.includes(value)
    }),
  ).length

/** The receivers of each value, as a form shows it. */
export function waysOf(choices: { values: string[]; to: string[] }[]): Map<string, string[]> {
  const ways = new Map<string, string[]>()
  for (const { values, to } of choices) for (const value of values) ways.set(value, to)
  return ways
}

/** Values that go the same way make one choice. */
export function choicesOf(ways: ReadonlyMap<string, string[]>): { values: string[]; to: string[] }[] {
  const choices = new Map<string, { values: string[]; to: string[] }>()
  for (const [value, to] of ways) {
    if (to.length === 0) continue
    const key = to.join(' ')
    const choice = choices.get(key)
    if (choice) choice.values.push(value)
    else choices.set(key, { values: [value], to })
  }
  return [...choices.values()]
}

/** Takes somebody who receives nothing any more out of the rules. */
export function without(plan: Plan, rep: string): Plan {
  const others = (reps: string[]) => reps.filter((it) => it !== rep)
  return {
    ...plan,
    receivers: plan.receivers.filter((it) => it.rep !== rep),
    splits: plan.splits.map((split): Split => {
      switch (split.by) {
        case 'field':
          return {
            ...split,
            choices: split.choices
              .map(({ values, to }) => ({ values, to: others(to) }))
              .filter(({ to }) => to.length > 0),
          }
        case 'relationship':
          return split
        case 'round-robin':
        case 'balance':
          return { ...split, among: others(split.among) }
      }
    }),
  }
}

/** Places customers by hand; what was said of them before is forgotten. */
export function placed(
  exceptions: Plan['exceptions'],
  customers: readonly string[],
  to: Plan['exceptions'][number]['to'],
): Plan['exceptions'] {
  const named = new Set(customers)
  const rest = exceptions
    .map((it) => ({ ...it, customers: it.customers.filter((one) => !named.has(one)) }))
    .filter((it) => it.customers.length > 0)
  const same = rest.find((it) => JSON.stringify(it.to ?? null) === JSON.stringify(to ?? null))
  if (same) {
    return rest.map((it) =>
      it === same ? { ...it, customers: [...it.customers, ...customers] } : it,
    )
  }
  return [...rest, { customers: [...customers], to: to ?? null }]
}
