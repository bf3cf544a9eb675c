import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { formatInstant, FOR_EVER, parseInstant, type Micros } from '../../life/time'
import { useSearch } from '../../shell/useSearch'

/** What of our knowledge counts: today's, that of the moment itself, or that of another one. */
export type Known = 'now' | 'then' | Micros

export interface Moment {
  /** null = now. */
  asOf: Micros | null
  known: Known
}

export interface MomentState extends Moment {
  set: (moment: Partial<Moment>) => void
  /** The two times as numbers. */
  times: (now: Micros) => { asOf: Micros; knownAt: Micros }
}

function read(params: URLSearchParams): Moment {
  const asOf = parseInstant(params.get('asOf')) ?? null
  const knownAt = parseInstant(params.get('knownAt'))
  return { asOf, known: knownAt === undefined ? 'now' : knownAt === asOf ? 'then' : knownAt }
}

function write(params: URLSearchParams, { asOf, known }: Moment): URLSearchParams {
  const next = new URLSearchParams(params)
  const put = (name: string, at: Micros | null) =>
    at === null ? next.delete(name) : next.set(name, formatInstant(at))
  put('asOf', asOf)
  put('knownAt', known === 'now' ? null : known === 'then' ? asOf : known)
  return next
}

/**
 * The moment looked at, which stands in the address. While it is dragged the address follows only
 * now and then: browsers allow few changes a second.
 */
export function useMoment(): MomentState {
  const [params, setParams] = useSearch()
  const [moment, setMoment] = useState(() => read(params))
  const written = useRef(params.toString())
  // A function of ours is given the address of the render it was made in.
  const latest = useRef(setParams)
  useEffect(() => {
    latest.current = setParams
  })

  useEffect(() => {
    // Somebody else went to another address: back, or a link.
    if (params.toString() !== written.current) {
      written.current = params.toString()
      setMoment(read(params))
    }
  }, [params])

  useEffect(() => {
    const timer = setTimeout(() => {
      latest.current(
        (before) => {
          const next = write(before, moment)
          written.current = next.toString()
          return next
        },
        { replace: true, preventScrollReset: true },
      )
    }, 250)
    return () => clearTimeout(timer)
  }, [moment])

  const set = useCallback(
    (part: Partial<Moment>) => setMoment((before) => ({ ...before, ...part })),
    [],
  )
  return useMemo(
    () => ({
      ...moment,
      set,
      times: (now) => {
        const asOf = moment.asOf ?? now
        const knownAt =
          moment.known === 'now'
            ? FOR_EVER
            : moment.known === 'then'
              ? moment.asOf === null
                ? FOR_EVER
                : asOf
              : moment.known
        return { asOf, knownAt }
      },
    }),
    [moment, set],
  )
}
