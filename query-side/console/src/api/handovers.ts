import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Holder, Personal } from '../life/events'
import { lines, request } from './client'
import { atLeast, customersChanged, reach } from './commands'
import type { CustomerRow, CustomersPage, Receipt } from './types'

export type CaseStatus =
  | 'open'
  | 'planned'
  | 'approved'
  | 'running'
  | 'paused'
  | 'completed'
  | 'cancelled'
  | 'undoing'
  | 'undone'
  | 'closed'

export const CAUSES = ['leaving', 'rotation', 'long_leave', 'territory'] as const
export type Cause = (typeof CAUSES)[number]

export type Split =
  | { by: 'field'; field: string; choices: { values: string[]; to: string[] }[] }
  | { by: 'relationship'; atLeast: number }
  | { by: 'round-robin'; among: string[] }
  | { by: 'balance'; among: string[]; weights: Record<string, number> }

export interface Plan {
  scope: { field: string; values: string[] }[]
  receivers: { rep: string; capacity?: number | null }[]
  splits: Split[]
  exceptions: { customers: string[]; to?: Holder | null }[]
  restTo?: string | null
  firstContactDays: number
}

interface Step {
  by: string
  at: string
}

export interface Case {
  id: string
  version: number
  status: CaseStatus
  cause: Cause
  from: string[]
  lastDay?: string
  reason?: Personal<string>
  opened: Step
  plan: number
  rules?: Plan
  planned?: Step
  approved?: Step
  digest?: string
  customers: number
  unplaced: number
  moveAt?: string
  started?: Step
  operation?: string
  moved: number
  failed: number
  endedAt?: string
  undo?: Step
  undoOperation?: string
  returned: number
  kept: number
  closed?: Step
}

export interface CaseEntry {
  event: string
  name: string
  recordedAt: string
  effectiveAt: string
  actor: string
  channel: string
  reason?: Personal<string>
}

export interface OneCase {
  handover: Case
  /** Customers that are still with those whose customers move. */
  remaining: number
  entries: CaseEntry[]
}

export interface Receiving {
  to: Holder
  customers: number
  grades: Record<string, number>
  openSteps: number
  overdueSteps: number
  openComplaints: number
  upcomingDates: number
  before?: number
  after?: number
  capacity?: number
}

export interface PreviewSummary {
  plan: number
  digest: string
  madeAt: string
  customers: number
  receivers: Receiving[]
  unplaced: Record<string, number>
  changes?: { gone: number; come: number; otherwise: number; named: string[] }
}

export interface PreviewRow {
  customer: string
  name?: string
  grade?: string
  from?: string
  to?: Holder
  why: { by: string; rule?: number; field?: string; value?: string; followUps?: number }
  openSteps: number
  overdueSteps: number
  nextDate?: string
  lastContact?: string
}

export interface Fate {
  customer: string
  from: string
  to: Holder
  state: 'planned' | 'moved' | 'failed' | 'returned' | 'kept'
  code?: string
  contactDue?: string
  contactedAt?: string
}

export interface BriefedCustomer {
  customer: string
  name?: string
  grade?: string
  state: Fate['state']
  why: string[]
  contactDue?: string
  contactedAt?: string
  promises: { what?: string; due?: string; overdue: boolean }[]
  complaints: { category: string; severity: string; summary?: string; due?: string }[]
  dates: { kind: string; label?: string; next: string }[]
  lastContacts: { at: string; medium: string; rep?: string; summary?: string; outcome?: string }[]
  knownBy: { who: string; as: string; followUps: number }[]
  missing: string[]
}

export interface Briefing {
  total: number
  toContact: number
  overdue: number
  customers: BriefedCustomer[]
}

export interface Report {
  asOf: string
  customers: number
  moved: number
  failed: number
  returned: number
  kept: number
  remaining: number
  leftAlone: Record<string, number>
  receivers: {
    to: Holder
    customers: number
    contacted: number
    inTime: number
    overdue: number
    after: { days: number; kept?: number; lost?: number }[]
  }[]
  churn: { owner: Holder; customers: number; yearlyCost: Record<string, number> }[]
}

const path = (id: string, below = '') => `/api/handovers/${id}${below}`

/** A case in which something goes on without anybody's doing. */
const isMoving = (it: Case | undefined) => it?.status === 'running' || it?.status === 'undoing'

export function useCases() {
  return useQuery({
    queryKey: ['handovers'],
    queryFn: async ({ signal }) => {
      const cases: Case[] = []
      let cursor: string | undefined
      do {
        const page: { handovers: Case[]; next?: string } = await request('GET', '/api/handovers', {
          query: { cursor, limit: 200 },
          signal,
        })
        cases.push(...page.handovers)
        cursor = page.next
      } while (cursor)
      return cases
    },
    refetchInterval: (query) => (query.state.data?.some(isMoving) ? 2_000 : false),
  })
}

export function useCase(id: string) {
  return useQuery({
    queryKey: ['handover', id, 'case'],
    queryFn: ({ signal }) =>
      request<OneCase>('GET', path(id), { query: { atLeast: atLeast(id) }, signal }),
    refetchInterval: (query) => (isMoving(query.state.data?.handover) ? 1_000 : false),
  })
}

/** Commands to a case; afterwards everything shown of it is at least as new as the command. */
export function useCaseCommand(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ below, body = {} }: { below: string; body?: unknown }) =>
      request<Receipt>('POST', path(id, below), { body }),
    onSuccess: async (receipt) => {
      reach(receipt)
      void queries.invalidateQueries({ queryKey: ['handovers'] })
      customersChanged(queries)
      await queries.invalidateQueries({ queryKey: ['handover', id] })
    },
  })
}

export function usePreview(it: Case) {
  return useQuery({
    queryKey: ['handover', it.id, 'preview', it.plan, it.status],
    queryFn: ({ signal }) =>
      request<PreviewSummary>('GET', path(it.id, '/preview'), {
        query: { atLeast: it.version },
        signal,
      }),
    enabled: it.plan > 0,
  })
}

/** Every customer of the preview, of which there may be ten thousand. */
export function usePreviewRows(it: Case) {
  return useQuery({
    queryKey: ['handover', it.id, 'rows', it.plan],
    queryFn: async ({ signal }) => {
      const rows: PreviewRow[] = []
      for await (const row of lines<PreviewRow>(path(it.id, '/preview/customers'), { signal })) {
        rows.push(row)
      }
      return rows
    },
    enabled: it.plan > 0,
    staleTime: 60_000,
  })
}

/** Those that were left alone, with the reason. */
export function useFates(it: Case) {
  return useQuery({
    queryKey: ['handover', it.id, 'fates', it.version],
    queryFn: async ({ signal }) => {
      const customers: Fate[] = []
      for (const state of ['failed', 'kept']) {
        let cursor: string | undefined
        do {
          const page: { customers: Fate[]; next?: string } = await request(
            'GET',
            path(it.id, '/customers'),
            { query: { state, cursor, limit: 1000 }, signal },
          )
          customers.push(...page.customers)
          cursor = page.next
        } while (cursor)
      }
      return { customers }
    },
    enabled: it.failed + it.returned + it.kept > 0,
    placeholderData: (before) => before,
  })
}

export function useBriefing(id: string, receiver: string | undefined, limit: number) {
  return useQuery({
    queryKey: ['handover', id, 'briefing', receiver, limit],
    queryFn: ({ signal }) =>
      request<Briefing>('GET', path(id, '/briefing'), { query: { receiver, limit }, signal }),
    placeholderData: (before) => before,
  })
}

export function useReport(id: string, asOf: string | undefined) {
  return useQuery({
    queryKey: ['handover', id, 'report', asOf],
    queryFn: ({ signal }) => request<Report>('GET', path(id, '/report'), { query: { asOf }, signal }),
    placeholderData: (before) => before,
  })
}

/** The customers of some reps as they are now: what a plan can go by. */
export function useHeld(reps: readonly string[]) {
  return useQuery({
    queryKey: ['customers', 'held', ...reps],
    queryFn: async ({ signal }) => {
      const rows: CustomerRow[] = []
      for (const owner of reps) {
        let cursor: string | undefined
        do {
          const page: CustomersPage = await request('GET', '/api/customers', {
            query: { owner, cursor, limit: 1000 },
            signal,
          })
          rows.push(...page.customers)
          cursor = page.next
        } while (cursor)
      }
      return rows
    },
    enabled: reps.length > 0,
    staleTime: 60_000,
  })
}

/** How many customers each of some reps has. */
export function useLoads(reps: readonly string[]) {
  return useQuery({
    queryKey: ['customers', 'loads', ...reps],
    queryFn: async ({ signal }) => {
      const loads = new Map<string, number>()
      for (const owner of reps) {
        const page = await request<CustomersPage>('GET', '/api/customers', {
          query: { owner, limit: 1 },
          signal,
        })
        loads.set(owner, page.total)
      }
      return loads
    },
    enabled: reps.length > 0,
    placeholderData: (before) => before,
    staleTime: 60_000,
  })
}
