import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { request, type Options } from './client'
import type { Receipt } from './types'

const reached = new Map<string, number>()
const own = new Map<string, number>()

/** The least version that an answer about this stream must reflect: the last one we know of. */
export const atLeast = (id: string): number | undefined => reached.get(id)

/** The last version that we ourselves caused. */
export const ownVersion = (id: string): number => own.get(id) ?? 0

/** @returns whether that is news */
export function heardOf(id: string, version: number): boolean {
  const before = reached.get(id) ?? 0
  if (version > before) reached.set(id, version)
  return version > before
}

/** Remembers what we caused, so that nothing older is shown again. */
export function reach({ id, version }: Receipt): void {
  heardOf(id, version)
  own.set(id, Math.max(version, ownVersion(id)))
}

/** What is asked about several customers at once, by the first word of its key. */
export const LISTS = ['customers', 'inbox', 'pools', 'due', 'owners', 'team']
const SUMS = ['classes', 'map', 'rep', 'audit']

/** Has everything that tells of several customers asked for anew, at least as new as our change. */
export function customersChanged(queries: QueryClient): void {
  for (const about of [...LISTS, ...SUMS]) void queries.invalidateQueries({ queryKey: [about] })
}

export interface Command extends Options {
  method: 'POST' | 'PATCH' | 'DELETE' | 'PUT'
  /** Below the customer, such as `/follow-ups`. */
  path?: string
}

/**
 * Sends commands to one customer. When one was accepted, everything shown of the customer is asked
 * for anew, at least as new as the command.
 */
export function useCustomerCommand(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ method, path = '', ...options }: Command) =>
      request<Receipt>(method, `/api/customers/${id}${path}`, options),
    onSuccess: async (receipt) => {
      reach(receipt)
      customersChanged(queries)
      await queries.invalidateQueries({ queryKey: ['life', id] })
    },
  })
}
