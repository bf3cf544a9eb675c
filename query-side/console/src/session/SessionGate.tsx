import { Modal, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import { onSessionEnd, setLanguage } from '../api/client'
import { ApiProblem } from '../api/problem'
import { Arriving } from '../shell/Arriving'
import { useWords } from '../i18n'
import { Problem } from '../ui/Problem'
import { Entrance } from './Entrance'
import { ProviderSignIn } from './ProviderSignIn'
import { renew, SessionContext, signInAt, whoIsSignedIn, type Session } from './session'
import { SignInForm } from './SignInForm'

const LOOK_EVERY = 30_000
/** Who has not touched anything for so long is not working. */
const IDLE_AFTER = 10 * 60_000

/** Shows its children to somebody who is signed in, and a way to sign in to everybody else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const { t, language } = useWords()
  const queries = useQueryClient()
  const [session, setSession] = useState<Session | null>()
  const [failure, setFailure] = useState<unknown>()
  const [again, setAgain] = useState(false)
  const [provider, setProvider] = useState<string>()
  const waiting = useRef<((signedIn: boolean) => void)[]>([])
  // Before any child asks the service for something.
  setLanguage(language)

  const look = useCallback(() => {
    setFailure(undefined)
    whoIsSignedIn().then(setSession, (error: unknown) => {
      if (error instanceof ApiProblem && error.status === 401) {
        setProvider(signInAt(error))
        setSession(null)
      } else setFailure(error)
    })
  }, [])
  useEffect(look, [look])

  const actor = session?.actor
  useEffect(() => {
    if (!actor) return undefined
    onSessionEnd(
      (refusal) =>
        new Promise((resolve) => {
          waiting.current.push(resolve)
          setProvider(signInAt(refusal))
          setAgain(true)
        }),
    )
    return () => onSessionEnd(undefined)
  }, [actor])

  useRenewal(session, setSession)

  const entered = (next: Session) => {
    if (actor && next.actor !== actor) {
      // Somebody else: nothing that the one before saw stays in this page.
      window.location.assign('/')
      return
    }
    setSession(next)
    setAgain(false)
    waiting.current.splice(0).forEach((resolve) => resolve(true))
  }

  const leave = () => {
    setAgain(false)
    waiting.current.splice(0).forEach((resolve) => resolve(false))
    queries.clear()
    setSession(null)
  }

  if (failure) {
    return (
      <Entrance title={t('session.signIn')}>
        <Problem error={failure} retry={look} />
      </Entrance>
    )
  }
  if (session === undefined) return <Arriving />
  if (session === null) {
    return (
      <Entrance
        title={t('session.signIn')}
        lead={t(provider ? 'session.leadCompany' : 'session.lead')}
      >
        {provider ? (
          <ProviderSignIn at={provider} beside={false} done={entered} />
        ) : (
          <SignInForm done={entered} />
        )}
      </Entrance>
    )
  }
  return (
    <SessionContext value={session}>
      {children}
      <Modal
        // Above whatever somebody was typing into.
        zIndex={1000}
        opened={again}
        onClose={leave}
        title={t('session.ended')}
        // Closing it signs out, and takes along what was typed: never by accident.
        closeOnClickOutside={false}
        closeOnEscape={false}
        closeButtonProps={{ 'aria-label': t('session.signOut') }}
        centered
      >
        <Text size="sm" mb="md">
          {t('session.endedAdvice')}
        </Text>
        {provider ? (
          <ProviderSignIn at={provider} beside done={entered} />
        ) : (
          <SignInForm done={entered} />
        )}
      </Modal>
    </SessionContext>
  )
}

/** Renews the session while somebody works, and lets it run out when nobody does. */
function useRenewal(session: Session | null | undefined, setSession: (next: Session) => void) {
  const touched = useRef(Date.now())
  useEffect(() => {
    const touch = () => {
      touched.current = Date.now()
    }
    const events = ['pointerdown', 'keydown', 'wheel'] as const
    events.forEach((event) => window.addEventListener(event, touch, { passive: true }))
    return () => events.forEach((event) => window.removeEventListener(event, touch))
  }, [])
  useEffect(() => {
    if (!session?.expiresAt) return undefined
    const from = Date.now()
    const half = from + (Date.parse(session.expiresAt) - from) / 2
    const timer = window.setInterval(() => {
      const now = Date.now()
      if (now < half || now - touched.current > IDLE_AFTER) return
      // A refusal shows itself with the next thing somebody does.
      renew().then(setSession, () => undefined)
    }, LOOK_EVERY)
    return () => window.clearInterval(timer)
  }, [session, setSession])
}
