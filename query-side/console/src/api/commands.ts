import { useMutation, useQueryClient } from '@tanstack/react-query'
import { request, type Options } from './client'
import type { Receipt } from './types'

const reached = new Map<string, number>()

/** The least version that an answer about this stream must reflect: what we ourselves caused. */
export const atLeast = (id: string): number | undefined => reached.get(id)

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
      reached.set(id, Math.max(receipt.version, reached.get(id) ?? 0))
      void queries.invalidateQueries({ queryKey: ['customers'] })
      await queries.invalidateQueries({ queryKey: ['life', id] })
    },
  })
}
