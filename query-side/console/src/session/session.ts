import { createContext, useContext } from 'react'
import { request } from '../api/client'
import { ApiProblem } from '../api/problem'
import type { Role, Session as Told } from '../api/types'

export type { Role }

/** What can be allowed; the words of the service's table. */
export type Right =
  | 'see' | 'see-masked' | 'see-for-reason' | 'reveal' | 'reveal-many' | 'export' | 'see-looks'
  | 'register' | 'amend' | 'follow-up' | 'complain' | 'churn' | 'correct'
  | 'claim' | 'assign' | 'transfer' | 'release' | 'recycle' | 'cover' | 'share' | 'steward'
  | 'keep-reps' | 'dismiss-reps' | 'hand-over' | 'set-rules' | 'keep-users'
  | 'import' | 'follow' | 'operate-read' | 'operate' | 'erase' | 'read-access-log'

/** Who is signed in, as the service says it. */
export type Session = Omit<Told, 'rights'> & { rights: Right[] }

export interface Credentials {
  user: string
  password: string
}

export const whoIsSignedIn = () => request<Session>('GET', '/api/session')
export const signIn = async (body: Credentials) => {
  await request('POST', '/api/session', { body })
  return whoIsSignedIn()
}
export const renew = async () => {
  await request('POST', '/api/session/renewal')
  return whoIsSignedIn()
}
export const signOut = () => request<void>('DELETE', '/api/session')
export const changePassword = (body: { current: string; password: string }) =>
  request<Session>('POST', '/api/session/password', { body })
export const redeemLink = (body: { link: string; password: string; user?: string }) =>
  request<{ user: string }>('POST', '/api/password-links', { body })

/**
 * Where to go to sign in with the company's own accounts, if the service says so when it refuses
 * whoever is not signed in; undefined = with a name and password, here.
 */
export function signInAt(refusal: unknown): string | undefined {
  const at = refusal instanceof ApiProblem ? refusal.properties['signInAt'] : undefined
  return typeof at === 'string' && at.startsWith('/api/') ? at : undefined
}

const NOBODY: Session = { actor: '', roles: [], scopes: [], teams: [], rights: [], expiresAt: '' }

export const SessionContext = createContext<Session>(NOBODY)

/** Within the shell there always is somebody. */
export const useSession = (): Session => useContext(SessionContext)

/** Whether it is worth offering; the service decides. */
export const useMay = (): ((...rights: Right[]) => boolean) => {
  const { rights } = useSession()
  return (...any) => any.some((it) => rights.includes(it))
}
