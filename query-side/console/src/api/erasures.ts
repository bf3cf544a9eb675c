import { useQuery } from '@tanstack/react-query'
import type { Personal } from '../life/events'
import { request } from './client'

export const BASES = ['consent', 'purpose', 'objection', 'unlawful', 'obligation', 'retention'] as const

interface Asked {
  by: string
  at: string
  reason?: Personal<string>
}

export interface Erasure {
  id: string
  version: number
  subject: 'customer' | 'contact' | 'rep'
  customer?: string
  contact?: string
  rep?: string
  basis: (typeof BASES)[number]
  state: 'requested' | 'refused' | 'approved' | 'completed'
  requested: Asked
  decided?: Asked
  reappliedAt?: string
  removed: Record<string, number>
  proof?: { completedAt: string; event: string; keys: unknown[] }
}

const SOON = 1_000

export function useErasures() {
  return useQuery({
    queryKey: ['erasures'],
    queryFn: ({ signal }) => request<{ erasures: Erasure[] }>('GET', '/api/erasures', { signal }),
    refetchInterval: (query) =>
      query.state.data?.erasures.some((it) => it.state === 'approved') ? SOON : false,
  })
}

export function useErasure(id: string) {
  return useQuery({
    queryKey: ['erasures', id],
    queryFn: ({ signal }) => request<Erasure>('GET', `/api/erasures/${id}`, { signal }),
    refetchInterval: (query) => (query.state.data?.state === 'approved' ? SOON : false),
  })
}
