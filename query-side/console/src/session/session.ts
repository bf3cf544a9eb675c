import { createContext, useContext } from 'react'
import { request } from '../api/client'

export type Role = 'rep' | 'manager' | 'steward' | 'auditor' | 'admin'

/** Who is signed in, as the service says it. */
export interface Session {
  /** As history names this person: `rep:<id>`, `user:<name>`. */
  actor: string
  roles: Role[]
  teams: string[]
  rep?: string | null
  /** The token's end; renewed before it while somebody works. */
  expiresAt: string
}

export interface Credentials {
  user: string
  password: string
}

export const whoIsSignedIn = () => request<Session>('GET', '/api/session')
export const signIn = (body: Credentials) => request<Session>('POST', '/api/session', { body })
export const renew = () => request<Session>('POST', '/api/session/renewal')
export const signOut = () => request<void>('DELETE', '/api/session')
export const changePassword = (body: { current: string; password: string }) =>
  request<Session>('POST', '/api/session/password', { body })
export const redeemLink = (body: { link: string; password: string; user?: string }) =>
  request<{ user: string }>('POST', '/api/password-links', { body })

const NOBODY: Session = { actor: '', roles: [], teams: [], expiresAt: '' }

export const SessionContext = createContext<Session>(NOBODY)

/** Within the shell there always is somebody. */
export const useSession = (): Session => useContext(SessionContext)
