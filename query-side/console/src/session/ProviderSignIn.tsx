import { Alert, Button, Stack } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useWords } from '../i18n'
import { whoIsSignedIn, type Session } from './session'

const LOOK_EVERY = 1_000

/**
 * Sends the browser to the company's accounts and back. Under somebody's hands it opens a window of
 * its own for that, so that nothing typed is lost, and waits until the session is there.
 */
export function ProviderSignIn({
  at,
  beside,
  done,
}: {
  at: string
  beside: boolean
  done: (session: Session) => void
}) {
  const { t } = useWords()
  const [waiting, setWaiting] = useState(false)
  useEffect(() => {
    if (!waiting) return undefined
    const timer = window.setInterval(() => {
      whoIsSignedIn().then(done, () => undefined)
    }, LOOK_EVERY)
    return () => window.clearInterval(timer)
  }, [waiting, done])
  const refused = new URLSearchParams(window.location.search).has('sign-in')
  const start = () => {
    if (beside) {
      setWaiting(true)
      window.open(at, '_blank', 'popup,width=520,height=680')
    } else {
      const here = window.location.pathname + (refused ? '' : window.location.search)
      window.location.assign(`${at}?next=${encodeURIComponent(here)}`)
    }
  }
  return (
    <Stack>
      {refused && !beside && <Alert color="red">{t('session.providerRefused')}</Alert>}
      <Button onClick={start} loading={waiting} data-autofocus>
        {t('session.withCompany')}
      </Button>
    </Stack>
  )
}
