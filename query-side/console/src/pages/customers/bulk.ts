import { request } from '../../api/client'
import type { CustomerRow } from '../../api/types'

export type Deed = 'transfer' | 'assign' | 'release' | 'classify'

/** What is to be done to each of many customers. */
export type Wish = { reason: string } & (
  | { deed: 'transfer'; to: string }
  | { deed: 'assign'; to: string[] }
  | { deed: 'release'; pool: string | null }
  | { deed: 'classify'; grade: string }
)

/** What came of one; `error` as it was refused. */
export interface Outcome {
  id: string
  error?: unknown
}

/** So many at a time: enough to be quick, too few to stand in anybody's way. */
const AT_ONCE = 4

/** One command per customer, so that one refused customer keeps nobody back. */
function send(wish: Wish, id: string): Promise<unknown> {
  const path = `/api/customers/${id}`
  const reason = wish.reason.trim() ? { reason: wish.reason.trim() } : {}
  switch (wish.deed) {
    case 'transfer':
      return request('POST', `${path}/transfer`, { body: { to: wish.to, ...reason } })
    case 'release':
      return request('POST', `${path}/release`, {
        body: { ...(wish.pool ? { pool: wish.pool } : {}), ...reason },
      })
    case 'classify':
      // Whatever version: a grade set meanwhile is meant to be overwritten.
      return request('PATCH', path, {
        ifMatch: '*',
        body: { classification: { grade: wish.grade }, ...reason },
      })
    case 'assign':
      return request<Shared>('POST', '/api/pools/assignments', {
        body: { customers: [id], to: wish.to, ...reason },
      }).then(({ refused }) => {
        if (refused[0]) throw new Refused(refused[0].detail)
      })
  }
}

interface Shared {
  refused: { customer: string; code: string; detail: string }[]
}

/** A refusal told within an answer, in the words of the service. */
export class Refused extends Error {}

/** Does it to all, and tells of each as soon as it is known. */
export async function doToAll(
  wish: Wish,
  rows: readonly CustomerRow[],
  tell: (outcome: Outcome) => void,
  signal: AbortSignal,
): Promise<void> {
  const waiting = [...rows]
  // Who gets the next one is decided by who has how many by then: one after the other.
  const lines = wish.deed === 'assign' ? 1 : AT_ONCE
  const line = async () => {
    for (let row = waiting.shift(); row && !signal.aborted; row = waiting.shift()) {
      try {
        await send(wish, row.id)
        tell({ id: row.id })
      } catch (error) {
        tell({ id: row.id, error })
      }
    }
  }
  await Promise.all(Array.from({ length: lines }, line))
}
