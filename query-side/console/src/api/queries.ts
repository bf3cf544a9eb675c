import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { lifeOf } from '../life/definition'
import { recorded, type HistoryLine, type Recorded } from '../life/events'
import { useWords } from '../i18n'
import { lines, request } from './client'
import { atLeast } from './commands'
import type {
  CustomerProfile,
  CustomersPage,
  FieldDefinition,
  Operation,
  Owners,
  Pools,
  Rep,
  RepsPage,
  TimelinePage,
  Waiting,
  ViewStates,
} from './types'

const MINUTE = 60_000
const NO_REPS: Rep[] = []

/** All reps, those who left included: history names them too. */
export function useReps() {
  const query = useQuery({
    queryKey: ['reps'],
    queryFn: ({ signal }) => allReps(signal),
    staleTime: MINUTE,
  })
  const reps = query.data ?? NO_REPS
  const byId = useMemo(() => new Map(reps.map((rep) => [rep.id, rep])), [reps])
  return { ...query, reps, byId }
}

async function allReps(signal: AbortSignal): Promise<Rep[]> {
  const reps: Rep[] = []
  let cursor: string | undefined
  do {
    const page: RepsPage = await request('GET', '/api/reps', { query: { cursor, limit: 200 }, signal })
    reps.push(...page.reps)
    cursor = page.next
  } while (cursor)
  return reps
}

export function usePools() {
  return useQuery({
    queryKey: ['pools'],
    queryFn: ({ signal }) => request<Pools>('GET', '/api/pools', { signal }),
    staleTime: MINUTE,
  })
}

/** Who waits in a pool, the longest waiting first. */
export function useWaiting(pool: string) {
  return useInfiniteQuery({
    queryKey: ['pools', pool, 'waiting'],
    queryFn: async ({ pageParam, signal }) => {
      const { customers, next } = await request<Waiting>(
        'GET',
        `/api/pools/${encodeURIComponent(pool)}/customers`,
        { query: { cursor: pageParam, limit: 50 }, signal },
      )
      if (customers.length === 0) return { rows: [], next }
      const found = await request<CustomersPage>('GET', '/api/customers', {
        query: { ids: customers.map((it) => it.customer).join(), limit: 50 },
        signal,
      })
      const byId = new Map(found.customers.map((row) => [row.id, row]))
      const rows = customers.flatMap(({ customer, since }) => {
        const row = byId.get(customer)
        return row ? [{ row, since }] : []
      })
      return { rows, next }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
}

export interface ClassCount {
  value?: string
  grade?: string
  colour?: string
  count: number
}

/** How many customers there are by a property and grade. */
export function useClasses(by: string) {
  return useQuery({
    queryKey: ['classes', by],
    queryFn: ({ signal }) =>
      request<{ classes: ClassCount[] }>('GET', '/api/classes', { query: { by }, signal }),
    staleTime: MINUTE,
  })
}

export interface GradeInUse {
  grade: string
  colour: string
  count: number
}

const NO_GRADES: GradeInUse[] = []

/** The grades that customers have, in their order. */
export function useGrades(): GradeInUse[] {
  const { data } = useClasses('kind')
  return useMemo(() => {
    if (!data) return NO_GRADES
    const grades = new Map<string, GradeInUse>()
    for (const { grade, colour = '', count } of data.classes) {
      if (!grade) continue
      const before = grades.get(grade)
      grades.set(grade, { grade, colour: before?.colour ?? colour, count: count + (before?.count ?? 0) })
    }
    return [...grades.values()].sort((one, other) => one.grade.localeCompare(other.grade))
  }, [data])
}

export interface Fields {
  customer: FieldDefinition[]
  contact: FieldDefinition[]
}

export function useFields() {
  const { language } = useWords()
  const query = useQuery({
    queryKey: ['fields'],
    queryFn: ({ signal }) => request<Fields>('GET', '/api/fields', { signal }),
    staleTime: 10 * MINUTE,
  })
  const fields = query.data
  const label = useMemo(() => {
    const labels = new Map<string, string>()
    for (const it of fields?.customer ?? []) labels.set(it.name, it.label[language])
    for (const it of fields?.contact ?? []) labels.set(`contact:${it.name}`, it.label[language])
    return (name: string, of: 'customer' | 'contact' = 'customer') =>
      labels.get(of === 'contact' ? `contact:${name}` : name) ?? labels.get(name) ?? name
  }, [fields, language])
  return { ...query, fields, label }
}

/** The whole stream of a customer, from which every state of it is folded in the browser. */
export function useLife(id: string) {
  return useQuery({
    queryKey: ['life', id],
    queryFn: async ({ signal }) => {
      const least = atLeast(id)
      // The history cannot be asked to wait for a version, the profile of the same view can.
      if (least !== undefined) {
        await request('GET', `/api/customers/${id}`, { query: { atLeast: least }, signal })
      }
      const events: Recorded[] = []
      for await (const line of lines<HistoryLine>(`/api/customers/${id}/history`, { signal })) {
        events.push(recorded(line))
      }
      return lifeOf(events)
    },
    staleTime: 5_000,
  })
}

/** By the names of the search's parameters. */
export type CustomerFilter = Readonly<Record<string, string>>

export function useCustomers(filter: CustomerFilter) {
  return useInfiniteQuery({
    queryKey: ['customers', filter],
    queryFn: ({ pageParam, signal }) =>
      request<CustomersPage>('GET', '/api/customers', {
        query: { ...filter, cursor: pageParam, limit: 100 },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })
}

/** In milliseconds; who was refused is not asked for ever. */
const EVERY = ({ state }: { state: { data: unknown } }) => state.data !== undefined && 2_000

export function useViews() {
  return useQuery({
    queryKey: ['views'],
    queryFn: ({ signal }) =>
      request<ViewStates>('GET', '/api/views', { signal }),
    refetchInterval: EVERY,
  })
}

export function useOperations() {
  return useQuery({
    queryKey: ['operations'],
    queryFn: ({ signal }) => request<{ operations: Operation[] }>('GET', '/api/operations', { signal }),
    refetchInterval: EVERY,
  })
}

export function useOperation(id: string | undefined) {
  return useQuery({
    queryKey: ['operations', id],
    queryFn: ({ signal }) => request<Operation>('GET', `/api/operations/${id}`, { signal }),
    enabled: id !== undefined,
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 700 : false),
  })
}

/** One customer's profile, for its name mostly. */
export const profileQuery = (id: string) => ({
  queryKey: ['profile', id],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    request<CustomerProfile>('GET', `/api/customers/${id}`, { signal }),
  staleTime: MINUTE,
})

export function useOwners(id: string | null, knownAt: string | undefined) {
  return useQuery({
    queryKey: ['owners', id, knownAt],
    queryFn: ({ signal }) =>
      request<Owners>('GET', `/api/customers/${id}/owners`, { query: { knownAt }, signal }),
    enabled: id !== null,
  })
}

export function useRepTimeline(id: string) {
  return useInfiniteQuery({
    queryKey: ['rep', id, 'timeline'],
    queryFn: ({ pageParam, signal }) =>
      request<TimelinePage>('GET', `/api/reps/${id}/timeline`, {
        query: { cursor: pageParam, limit: 500 },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  })
}
