import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useWords } from '../i18n'
import { Problem } from '../ui/Problem'
import { signIn, type Session } from './session'
import classes from './session.module.css'

export function SignInForm({ done }: { done: (session: Session) => void }) {
  const { t } = useWords()
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  const attempt = useMutation({ mutationFn: signIn, onSuccess: done })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (user.trim() && password && !attempt.isPending) attempt.mutate({ user, password })
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t('session.user')}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        data-autofocus
        value={user}
        onChange={(event) => setUser(event.currentTarget.value)}
        required
      />
      <PasswordInput
        label={t('session.password')}
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
        required
      />
      {attempt.error && <Problem error={attempt.error} />}
      <Button type="submit" loading={attempt.isPending}>
        {t('session.signIn')}
      </Button>
    </form>
  )
}
