import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { request } from './client'

/** An event without its content. */
export interface Link {
  event: string
  name: string
  stream: { kind: 'customer' | 'rep' | 'rule' | 'handover' | 'erasure'; id: string }
  version: number
  position: number
  recordedAt: string
  effectiveAt: string
  actor: string
  channel: string
  correlationId: string
  causationId?: string
}

/** An event as it stands in the store. */
export interface StoredEvent {
  event: Link
  envelope: {
    actor: string
    channel: string
    reason?: string | { erased: true }
    effectiveAt?: string
    correlationId: string
    causationId?: string
    source?: { system: string; record: string; author?: string | { erased: true } }
  }
  payload: unknown
  causes: Link[]
  caused: number
  correlated: number
  inStream?: number
  voidedBy?: Link
  voids?: Link
}

export function useEvent(id: string) {
  return useQuery({
    queryKey: ['event', id],
    queryFn: ({ signal }) => request<StoredEvent>('GET', `/api/events/${id}`, { signal }),
  })
}

export type By = 'cause' | 'correlation' | 'stream'

/** Events that one caused, or that belong together. */
export function useLinks(by: By, id: string) {
  return useInfiniteQuery({
    queryKey: ['events', by, id],
    queryFn: ({ pageParam, signal }) =>
      request<{ events: Link[]; next?: string }>('GET', '/api/trail', {
        query: { [by]: id, cursor: pageParam, limit: 20 },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
}
