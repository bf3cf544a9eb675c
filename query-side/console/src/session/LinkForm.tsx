import { Button, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState, type FormEvent } from 'react'
import { useNavigate } from 'react-router'
import { setLanguage } from '../api/client'
import { useWords, type Key } from '../i18n'
import { Problem } from '../ui/Problem'
import { Entrance } from './Entrance'
import { isReady, NewPassword } from './NewPassword'
import { redeemLink, signIn } from './session'
import classes from './session.module.css'

/** Sets a password by a one-time link, whose secret stands behind the # of the address. */
export function LinkForm({ title, lead, asksName }: { title: Key; lead: Key; asksName: boolean }) {
  const { t, language } = useWords()
  const navigate = useNavigate()
  setLanguage(language)
  const [link] = useState(() => window.location.hash.slice(1))
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  const [repeated, setRepeated] = useState('')
  // It must not stay in the browser's history.
  useEffect(() => window.history.replaceState(null, '', window.location.pathname), [])
  const redeem = useMutation({
    mutationFn: async () => {
      const set = await redeemLink({ link, password, ...(asksName ? { user: user.trim() } : {}) })
      await signIn({ user: set.user, password })
    },
    onSuccess: () => navigate('/', { replace: true }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady(password, repeated) && !redeem.isPending) redeem.mutate()
  }
  if (!link) {
    return (
      <Entrance title={t(title)}>
        <Text size="sm">{t('session.linkMissing')}</Text>
      </Entrance>
    )
  }
  return (
    <Entrance title={t(title)} lead={t(lead)}>
      <form onSubmit={submit} className={classes.form}>
        {asksName && (
          <TextInput
            label={t('session.user')}
            description={t('session.userAdvice')}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            pattern="[a-z0-9][a-z0-9._\-]{0,99}"
            value={user}
            onChange={(event) => setUser(event.currentTarget.value)}
            required
          />
        )}
        <NewPassword
          value={password}
          repeated={repeated}
          change={(next, again) => {
            setPassword(next)
            setRepeated(again)
          }}
        />
        {redeem.error && <Problem error={redeem.error} />}
        <Button
          type="submit"
          loading={redeem.isPending}
          disabled={!isReady(password, repeated) || (asksName && !user.trim())}
        >
          {t('session.setPassword')}
        </Button>
      </form>
    </Entrance>
  )
}
