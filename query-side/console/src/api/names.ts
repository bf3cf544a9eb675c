import type { Value } from '../life/events'
import { request } from './client'
import type { CustomersPage } from './types'

/** As many as fit into an address, which may be 8 KB with all headers. */
export const MOST = 100
/** What comes into sight at once is asked for at once: one look on record instead of many. */
const TOGETHER = 30
const MINUTE = 60_000

let waiting = new Map<string, ((name: Value | null) => void)[]>()
let failing: ((error: unknown) => void)[] = []

function ask(): void {
  const asked = waiting
  const fail = failing
  waiting = new Map()
  failing = []
  request<CustomersPage>('GET', '/api/customers', {
    query: { ids: [...asked.keys()].join(','), merged: true, limit: MOST },
  }).then(
    (page) => {
      const names = new Map(page.customers.map((it) => [it.id, it.fields['name'] ?? it.name]))
      asked.forEach((resolves, id) =>
        resolves.forEach((resolve) => resolve(names.get(id) ?? null)),
      )
    },
    (error: unknown) => fail.forEach((reject) => reject(error)),
  )
}

function nameOf(id: string): Promise<Value | null> {
  return new Promise((resolve, reject) => {
    if (waiting.size === 0) window.setTimeout(ask, TOGETHER)
    else if (waiting.size === MOST && !waiting.has(id)) ask()
    waiting.set(id, [...(waiting.get(id) ?? []), resolve])
    failing.push(reject)
  })
}

/** A customer's name, as far as the caller sees it; null if they do not. */
export const nameQuery = (id: string) => ({
  queryKey: ['name', id],
  queryFn: () => nameOf(id),
  staleTime: 10 * MINUTE,
  retry: false,
})
