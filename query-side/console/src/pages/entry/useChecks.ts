import { useEffect, useRef, useState } from 'react'
import { request } from '../../api/client'
import { ApiProblem } from '../../api/problem'
import type { FieldDefinition } from '../../api/types'
import type { CustomerKind, Holder } from '../../life/events'
import { fieldsOf, isEmpty, type Row } from './sheet'

/** Who is like a new customer: one that is seen, or whom to ask about one that is not. */
export interface Alike {
  id?: string
  ask?: string
}

export type Verdict =
  | { is: 'empty' }
  | { is: 'missing' | 'wrong'; columns: string[] }
  | { is: 'unchecked' | 'checking' | 'ok' }
  | { is: 'likely' | 'same'; alike: Alike[] }
  | { is: 'refused'; detail: string }

interface Rehearsal {
  refused?: { code: string; detail: string; properties: Record<string, unknown> }
}

export interface New {
  kind: CustomerKind
  holder: Holder | undefined
}

/** In milliseconds. */
const PAUSE = 450
const PAUSE_OF_FAILURE = 5_000

export const bodyOf = (row: Row, columns: readonly FieldDefinition[], currency: string, is: New) => ({
  kind: is.kind,
  fields: fieldsOf(row, columns, currency).fields,
  ...(is.holder ? { holder: is.holder } : {}),
  ...(row.another?.trim() ? { despiteLikelyDuplicates: true, reason: row.another.trim() } : {}),
})

/** What the service's refusal means for the row, in the terms of this page. */
export function verdictOf(code: string, detail: string, properties: Record<string, unknown>): Verdict {
  const { existing, candidates, ask } = properties
  if (code === 'duplicate-elsewhere') return { is: 'same', alike: [{ ask: String(ask) }] }
  if (typeof existing === 'string') return { is: 'same', alike: [{ id: existing }] }
  if (code === 'duplicate-likely' && Array.isArray(candidates)) {
    return { is: 'likely', alike: candidates as Alike[] }
  }
  return { is: 'refused', detail }
}

/** A refusal as a problem, with the cells that were wrong where it names some. */
export function verdictOfProblem(error: ApiProblem): Verdict {
  const errors = error.properties['errors']
  if (error.code === 'fields-invalid' && Array.isArray(errors)) {
    return { is: 'wrong', columns: (errors as { field: string }[]).map((it) => it.field) }
  }
  return verdictOf(error.code, error.detail || error.title, error.properties)
}

/** What says nothing of the row: the service was not reached, or was not itself, or knows nobody. */
const NO_VERDICT = [0, 401, 403, 429]

export const isVerdict = (error: unknown): error is ApiProblem =>
  error instanceof ApiProblem &&
  error.status < 500 &&
  !NO_VERDICT.includes(error.status) &&
  error.code !== 'idempotency-key-in-flight'

/**
 * Judges rows while somebody types: at once by what is known here, and after a pause by what the
 * service would say to the row. One question at a time, the row that was typed in last first.
 */
export function useChecks(
  rows: readonly Row[],
  columns: readonly FieldDefinition[],
  currency: string,
  is: New,
): (row: Row) => Verdict {
  const [answers, setAnswers] = useState<ReadonlyMap<string, Verdict>>(new Map())
  const [failures, setFailures] = useState(0)
  const asking = useRef(false)
  const keyOf = (row: Row) => JSON.stringify(bodyOf(row, columns, currency, is))

  const local = (row: Row): Verdict => {
    if (isEmpty(row)) return { is: 'empty' }
    const { wrong, missing } = fieldsOf(row, columns, currency)
    if (wrong.length > 0) return { is: 'wrong', columns: wrong }
    if (missing.length > 0) return { is: 'missing', columns: missing }
    return { is: 'unchecked' }
  }
  const waiting = rows.findLast(
    (row) => !row.saved && local(row).is === 'unchecked' && !answers.has(keyOf(row)),
  )
  const question = waiting && keyOf(waiting)
  useEffect(() => {
    if (question === undefined || asking.current) return undefined
    const timer = window.setTimeout(() => {
      asking.current = true
      void request<Rehearsal>('POST', '/api/customers/rehearsal', { body: JSON.parse(question) as unknown })
        .then(
          ({ refused }): Verdict =>
            refused ? verdictOf(refused.code, refused.detail, refused.properties) : { is: 'ok' },
          (error: unknown) => (isVerdict(error) ? verdictOfProblem(error) : undefined),
        )
        .then((verdict) => {
          asking.current = false
          if (!verdict) {
            // Saving checks it all the same: a check that failed stands in nobody's way, and is made up for.
            setFailures((before) => before + 1)
            return
          }
          setFailures(0)
          setAnswers((before) => new Map(before).set(question, verdict))
        })
    }, failures === 0 ? PAUSE : PAUSE_OF_FAILURE)
    return () => window.clearTimeout(timer)
  }, [question, answers, failures])

  return (row) => {
    const found = local(row)
    return found.is === 'unchecked' ? (answers.get(keyOf(row)) ?? { is: 'checking' }) : found
  }
}
