import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { heardOf, LISTS } from './commands'
import type { Schemas } from './types'

type Changed = Schemas['LiveChanged']

/** Lists are asked for anew, but not more often than one can read. */
const LISTS_EVERY = 4_000
const AGAIN_AFTER = 10_000

/**
 * Keeps what is shown up to date with what anybody does. Only a page that is looked at listens:
 * browsers give an origin few connections, and nobody misses what is not seen.
 */
export function useLive(): void {
  const queries = useQueryClient()
  useEffect(() => {
    let source: EventSource | undefined
    let retry: number | undefined
    let missed = false
    const lists = throttled(() => {
      for (const list of LISTS) void queries.invalidateQueries({ queryKey: [list] })
    })
    const close = () => {
      source?.close()
      source = undefined
      window.clearTimeout(retry)
    }
    const open = () => {
      if (typeof EventSource === 'undefined' || source) return
      source = new EventSource('/api/live')
      source.onopen = () => {
        if (missed) void queries.invalidateQueries()
        missed = false
      }
      source.addEventListener('changed', (event) => {
        hear(queries, JSON.parse((event as MessageEvent<string>).data) as Changed)
        lists.call()
      })
      source.onerror = () => {
        missed = true
        // The browser tries again by itself unless it was refused, as after the end of a session.
        if (source?.readyState !== EventSource.CLOSED) return
        close()
        retry = window.setTimeout(open, AGAIN_AFTER)
      }
    }
    const look = () => {
      if (document.visibilityState === 'visible') open()
      else {
        missed = source !== undefined || missed
        close()
      }
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => {
      document.removeEventListener('visibilitychange', look)
      lists.cancel()
      close()
    }
  }, [queries])
}

export function hear(queries: QueryClient, { customers }: Changed): void {
  for (const { id, version } of customers) {
    // Our own command has been heard of already, and what came of it is on its way.
    if (!heardOf(id, version)) continue
    for (const about of ['life', 'profile', 'owners', 'looks']) {
      void queries.invalidateQueries({ queryKey: [about, id] })
    }
  }
}

function throttled(action: () => void) {
  let timer: number | undefined
  return {
    call: () => {
      timer ??= window.setTimeout(() => {
        timer = undefined
        action()
      }, LISTS_EVERY)
    },
    cancel: () => window.clearTimeout(timer),
  }
}
