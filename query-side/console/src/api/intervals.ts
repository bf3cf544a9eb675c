import { useEffect, useState } from 'react'
import type { Holder } from '../life/events'
import { FOR_EVER, formatInstant, instant, type Micros } from '../life/time'
import { lines } from './client'

/** A customer was with a holder for a time. */
export interface Interval {
  customer: string
  holder: Holder
  from: Micros
  to: Micros
  event: string
}

/** Somebody stood in for the owner. */
export interface CoverTime {
  customer: string
  by: string
  from: Micros
  to: Micros
}

interface Line {
  customer: string
  rep?: string
  pool?: string
  owner?: string
  from: string
  to?: string
  event: string
}

/** Before every customer there can be, and after whatever is dated ahead. */
const EVER = '1900-01-01T00:00:00Z'
const FAR = '2200-01-01T00:00:00Z'
const PORTION = 4000

/** Who had what when, as it streams in: in portions, so that not every line is drawn anew. */
export function useIntervals(knownAt: Micros | undefined) {
  const [state, setState] = useState<{
    intervals: readonly Interval[]
    covers: readonly CoverTime[]
    done: boolean
    error: unknown
  }>({ intervals: [], covers: [], done: false, error: null })
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    const stop = new AbortController()
    const query = {
      from: EVER,
      to: FAR,
      knownAt: knownAt === undefined ? undefined : formatInstant(knownAt),
    }
    const span = (line: Line) => ({
      from: instant(line.from),
      to: line.to ? instant(line.to) : FOR_EVER,
    })
    const read = async () => {
      setState({ intervals: [], covers: [], done: false, error: null })
      const covers: CoverTime[] = []
      for await (const line of lines<Line>('/api/audit/covers', { query, signal: stop.signal })) {
        covers.push({ customer: line.customer, by: line.rep!, ...span(line) })
      }
      let intervals: Interval[] = []
      let told = 0
      for await (const line of lines<Line>('/api/audit/intervals', {
        query: { ...query, pools: true },
        signal: stop.signal,
      })) {
        intervals.push({
          customer: line.customer,
          holder: line.rep ? { rep: line.rep } : { pool: line.pool! },
          event: line.event,
          ...span(line),
        })
        if (intervals.length - told >= PORTION) {
          told = intervals.length
          setState({ intervals, covers, done: false, error: null })
          intervals = [...intervals]
        }
      }
      setState({ intervals, covers, done: true, error: null })
    }
    read().catch((error: unknown) => {
      if (!stop.signal.aborted) setState((before) => ({ ...before, error }))
    })
    return () => stop.abort()
  }, [knownAt, attempt])
  return { ...state, again: () => setAttempt(attempt + 1) }
}
