import { useQuery } from '@tanstack/react-query'
import type { Holder } from '../life/events'
import { dayOf, formatInstant, fromDate, toDate, type Micros } from '../life/time'
import { request } from './client'

export interface Tally {
  kept: number
  late: number
  missed: number
  rate?: number
}

export interface Kept {
  from: string
  to: string
  total: Tally
  periods: { from: string; tally: Tally }[]
  reps: { rep: string; tally: Tally }[]
}

export interface LossSum {
  holder: Holder
  reason: string
  customers: number
  wonBack: number
  yearlyCost?: { amount: number; currency: string }
}

interface Rows<T> {
  rows: T[]
}

/** How many weeks back a team is looked at. */
export const WEEKS = 12
const STALE = { staleTime: 60_000 }

/** Where a week that is looked at begins: on a Monday of the user's calendar; the last one goes on. */
export function weekStart(now: Micros, week: number): Micros {
  const today = toDate(now)
  const monday = today.getDate() - ((today.getDay() + 6) % 7)
  return fromDate(
    new Date(today.getFullYear(), today.getMonth(), monday - 7 * (WEEKS - 1 - week)),
  )
}

export function useLoadsByGrade() {
  return useQuery({
    queryKey: ['team', 'loads'],
    queryFn: async ({ signal }) =>
      (
        await request<Rows<{ rep: string; grade?: string; customers: number }>>(
          'GET',
          '/api/audit/loads',
          { signal },
        )
      ).rows,
    ...STALE,
  })
}

export function useFollowUps(now: Micros) {
  return useQuery({
    queryKey: ['team', 'follow-ups', now],
    queryFn: async ({ signal }) =>
      (
        await request<Rows<{ at: string; rep: string; followUps: number }>>(
          'GET',
          '/api/audit/follow-ups',
          { query: { from: formatInstant(weekStart(now, 0)), to: formatInstant(now) }, signal },
        )
      ).rows,
    ...STALE,
  })
}

export function useKept(team: string | undefined, now: Micros) {
  const from = dayOf(weekStart(now, 0))
  return useQuery({
    queryKey: ['team', 'kept', team, from],
    queryFn: ({ signal }) =>
      request<Kept>('GET', '/api/due/kept', { query: { team, from, by: 'week' }, signal }),
    ...STALE,
  })
}

export function useDue(team: string | undefined) {
  return useQuery({
    queryKey: ['team', 'due', team],
    queryFn: ({ signal }) =>
      request<{ reps: { rep: string; counts: Record<string, number> }[] }>('GET', '/api/due', {
        query: { team, limit: 1 },
        signal,
      }),
    ...STALE,
  })
}

export function useLosses(from: Micros) {
  return useQuery({
    queryKey: ['team', 'losses', from],
    queryFn: async ({ signal }) =>
      (
        await request<{ losses: LossSum[] }>('GET', '/api/churn/by-owner', {
          query: { from: formatInstant(from) },
          signal,
        })
      ).losses,
    ...STALE,
  })
}
