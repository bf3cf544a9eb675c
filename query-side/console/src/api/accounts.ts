import { useQuery } from '@tanstack/react-query'
import type { Role } from '../session/session'
import { request } from './client'

export interface User {
  name: string
  roles: Role[]
  teams: string[]
  rep?: string
  active: boolean
  version: number
  createdAt: string
  passwordAt?: string
}

export const SCOPES = ['read', 'write', 'import', 'follow'] as const
export type Scope = (typeof SCOPES)[number]

export interface ServiceAccount {
  name: string
  scopes: Scope[]
  teams: string[]
  active: boolean
  createdAt: string
  expiresAt: string
}

export interface Invitation {
  name: string
  link: string
  expiresAt: string
}

export interface Secret {
  name: string
  secret: string
  expiresAt: string
}

const MOST = 1000

export function useUsers() {
  return useQuery({
    queryKey: ['users'],
    queryFn: async ({ signal }) => {
      const users: User[] = []
      let cursor: string | undefined
      do {
        const page: { users: User[]; next?: string } = await request('GET', '/api/users', {
          query: { cursor, limit: MOST },
          signal,
        })
        users.push(...page.users)
        cursor = page.next
      } while (cursor)
      return users
    },
  })
}

export function useServiceAccounts() {
  return useQuery({
    queryKey: ['service-accounts'],
    queryFn: ({ signal }) =>
      request<{ serviceAccounts: ServiceAccount[] }>('GET', '/api/service-accounts', {
        query: { limit: MOST },
        signal,
      }),
  })
}
