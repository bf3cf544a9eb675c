import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '../../api/client'
import { customersChanged } from '../../api/commands'

export type EntryKind =
  | 'next_step'
  | 'date'
  | 'cadence'
  | 'first_contact'
  | 'recycling'
  | 'tenure'
  | 'cover_end'
  | 'alert'
  | 'team_overdue'
  | 'team_recycling'
  | 'team_tenure'

export const URGENCIES = ['overdue', 'today', 'soon', 'some_day'] as const
export type Urgency = (typeof URGENCIES)[number]

export interface Entry {
  id: string
  kind: EntryKind
  /** By when, or when it happens; absent if no day was said. */
  on?: string
  when: Urgency
  /** Whom it is about; absent if it is about a rep. */
  customer?: string
  rep?: string
  name?: string
  text?: string
  detail?: string
  /** How many things it stands for; absent if one. */
  count?: number
  /** How many there may be, of an alert. */
  most?: number
}

export interface Inbox {
  /** In the company's zone. */
  today: string
  position: number
  rep?: string
  /** Of all there are, by urgency. */
  counts: Record<Urgency, number>
  /** The first of them; more than these nobody does in a week. */
  entries: Entry[]
  /** Absent if these are all. */
  next?: string
}

/** What one customer asks for, or one rep: one call may settle all of it. */
export interface Visit {
  key: string
  customer?: string
  rep?: string
  name?: string
  entries: Entry[]
}

export interface Section {
  when: Urgency
  count: number
  visits: Visit[]
}

/** These go by recording a contact, and by nothing else. */
export const needsContact = (kind: EntryKind): boolean =>
  kind === 'cadence' || kind === 'first_contact'

/**
 * By urgency, and a customer or rep once: where the most urgent of what it asks for stands. New customers
 * come first, because nobody has spoken with them yet.
 */
export function sections(entries: readonly Entry[]): Section[] {
  const visits = new Map<string, Visit & { when: Urgency }>()
  for (const entry of entries) {
    const key = entry.customer ?? entry.rep ?? entry.id
    const visit = visits.get(key)
    if (!visit) {
      const { customer, rep, name, when } = entry
      visits.set(key, {
        key,
        when,
        ...(customer ? { customer } : {}),
        ...(rep ? { rep } : {}),
        ...(name === undefined ? {} : { name }),
        entries: [entry],
      })
    } else {
      visit.entries.push(entry)
      if (URGENCIES.indexOf(entry.when) < URGENCIES.indexOf(visit.when)) visit.when = entry.when
    }
  }
  const isNew = (visit: Visit) => visit.entries.some((it) => it.kind === 'first_contact')
  return URGENCIES.map((when) => {
    const here = [...visits.values()].filter((visit) => visit.when === when)
    here.sort((one, other) => Number(isNew(other)) - Number(isNew(one)))
    return { when, count: here.reduce((sum, it) => sum + it.entries.length, 0), visits: here }
  }).filter((section) => section.visits.length > 0)
}

const KEY = ['inbox']

export function useInbox() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => request<Inbox>('GET', '/api/inbox', { query: { limit: 1000 }, signal }),
    refetchInterval: 60_000,
  })
}

export type Mark = { id: string } & (
  | { as: 'done' }
  | { as: 'snooze'; until: string }
  | { as: 'unmarked' }
)

/** Marks an entry, and shows it so at once: an id is never given to anything else. */
export function useMark() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (mark: Mark) => {
      const path = `/api/inbox/${mark.id}`
      switch (mark.as) {
        case 'done':
          return request<unknown>('POST', `${path}/done`)
        case 'snooze':
          return request<unknown>('POST', `${path}/snooze`, { body: { until: mark.until } })
        case 'unmarked':
          return request<unknown>('DELETE', `${path}/mark`)
      }
    },
    onMutate: async (mark) => {
      await queries.cancelQueries({ queryKey: KEY })
      const before = queries.getQueryData<Inbox>(KEY)
      if (before && mark.as !== 'unmarked') {
        queries.setQueryData<Inbox>(KEY, {
          ...before,
          entries: before.entries.filter((entry) => entry.id !== mark.id),
        })
      }
      return before
    },
    onError: (_error, _mark, before) => {
      if (before) queries.setQueryData(KEY, before)
    },
    // A next step that is done is a fact of its customer.
    onSuccess: (_answer, { id }) => {
      if (id.startsWith('next-step~')) {
        void queries.invalidateQueries({ queryKey: ['life'] })
        customersChanged(queries)
      } else void queries.invalidateQueries({ queryKey: KEY })
    },
  })
}

const DAY = 24 * 3600 * 1000

/** A calendar day so many days later. */
export const later = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10)

/** The Monday after that day. */
export function nextMonday(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return later(day, (8 - weekday) % 7 || 7)
}
