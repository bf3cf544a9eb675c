import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from './client'
import { atLeast, reach } from './commands'
import type { Receipt } from './types'

export const DAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export type Weekday = (typeof DAYS)[number]

export type Rhythm = { type: 'weekdays'; days: Weekday[] } | { type: 'every-days'; days: number }

export type Rule =
  | { kind: 'cadence'; grades: string[]; rhythm: Rhythm; media: string[] }
  | { kind: 'first-contact'; grades: string[]; withinDays: number; media: string[] }
  | {
      kind: 'tenure'
      held: 'territory' | 'customer'
      grades: string[]
      max: string
      warnDays: number
    }
  | {
      kind: 'recycling'
      grades: string[]
      noFollowUpDays?: number | null
      noDealDays?: number | null
      newWithinDays?: number | null
      deals: string[]
      warnDays: number
      pool: string
    }
  | {
      kind: 'pool-limits'
      pools: string[]
      claimsPerDay?: number | null
      mostHeld?: number | null
      banDays?: number | null
    }

export const KINDS = ['cadence', 'first-contact', 'tenure', 'recycling', 'pool-limits'] as const

/** A rule as it was set; without name and rule it was withdrawn. */
export interface RuleVersion {
  id: string
  version: number
  name?: string
  rule?: Rule
  effectiveAt: string
  recordedAt: string
  event: string
  actor: string
  reason?: string
}

export interface DryRun {
  at: string
  judged: number
  counts: Record<string, number>
  reps: Record<string, number>
  effects: {
    effect: string
    customer?: string
    rep: string
    on: string
    because?: string
    pool?: string
  }[]
  complete: boolean
}

export interface Setting {
  name: string
  rule: Rule
  effectiveAt: string | null
  reason: string
}

export function useRules(asOf: string | undefined, knownAt: string | undefined) {
  return useQuery({
    queryKey: ['rules', asOf, knownAt],
    queryFn: async ({ signal }) =>
      (await request<{ rules: RuleVersion[] }>('GET', '/api/rules', { query: { asOf, knownAt }, signal }))
        .rules,
  })
}

export function useRuleHistory(id: string | undefined) {
  return useQuery({
    queryKey: ['rules', 'history', id],
    queryFn: async ({ signal }) =>
      (
        await request<{ versions: RuleVersion[] }>('GET', `/api/rules/${id}/history`, {
          query: { atLeast: atLeast(id!) },
          signal,
        })
      ).versions,
    enabled: id !== undefined,
  })
}

/** What a rule would do today; nothing is recorded. */
export function useDryRun() {
  return useMutation({
    mutationFn: (body: { rule: Rule; effectiveAt: string | null }) =>
      request<DryRun>('POST', '/api/rules/dry-run', { body }),
  })
}

export function useRuleCommand() {
  const queries = useQueryClient()
  const done = async (receipt: Receipt) => {
    reach(receipt)
    await queries.invalidateQueries({ queryKey: ['rules'] })
    await queries.invalidateQueries({ queryKey: ['pools'] })
  }
  const set = useMutation({
    mutationFn: ({ id, version, ...body }: Setting & { id: string | undefined; version: number }) =>
      id === undefined
        ? request<Receipt>('POST', '/api/rules', { body })
        : request<Receipt>('PUT', `/api/rules/${id}`, { body, ifMatch: version }),
    onSuccess: done,
  })
  const withdraw = useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      request<Receipt>('POST', `/api/rules/${id}/withdrawal`, { body: { reason } }),
    onSuccess: done,
  })
  return { set, withdraw }
}
