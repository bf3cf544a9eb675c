import { Button, Menu, Modal, PasswordInput, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconChevronUp, IconDevices, IconLock, IconLogout, IconUserCircle } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { useReps } from '../api/queries'
import { useWords } from '../i18n'
import { personal } from '../ui/personal'
import { Problem } from '../ui/Problem'
import { isReady, NewPassword } from './NewPassword'
import { OpenSessions } from './OpenSessions'
import { changePassword, signOut, useSession } from './session'
import classes from './session.module.css'

/** Who is signed in, and how that ends. */
export function Account() {
  const { t } = useWords()
  const { actor, roles, rep } = useSession()
  const { reps } = useReps()
  const [changing, setChanging] = useState(false)
  const [looking, setLooking] = useState(false)
  const known = reps.find((it) => it.id === rep)
  const name = known ? personal(known.name, t) : actor.replace(/^\w+:/, '')
  const leave = async () => {
    await signOut().catch(() => undefined)
    // Drafts are kept there, which are nobody else's business.
    window.sessionStorage.clear()
    // A fresh page: nothing that was seen stays in its memory.
    window.location.assign('/')
  }
  return (
    <>
      <Menu position="top-start" width="target" withinPortal>
        <Menu.Target>
          <UnstyledButton className={classes.who!}>
            <IconUserCircle size={22} stroke={1.6} aria-hidden />
            <span style={{ minWidth: 0, flex: 1 }}>
              <Text size="sm" fw={600} truncate component="span" display="block">
                {name}
              </Text>
              <Text size="xs" c="var(--ink-soft)" truncate component="span" display="block">
                {roles.map((role) => t(`role.${role}`)).join(t('common.comma'))}
              </Text>
            </span>
            <VisuallyHidden>{t('session.account')}</VisuallyHidden>
            <IconChevronUp size={16} stroke={1.7} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconLock size={16} />} onClick={() => setChanging(true)}>
            {t('session.changePassword')}
          </Menu.Item>
          <Menu.Item leftSection={<IconDevices size={16} />} onClick={() => setLooking(true)}>
            {t('sessions.title')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
            {t('session.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={changing}
        onClose={() => setChanging(false)}
        title={t('session.changePassword')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
        centered
      >
        <ChangePassword close={() => setChanging(false)} />
      </Modal>
      <Modal
        opened={looking}
        onClose={() => setLooking(false)}
        title={t('sessions.title')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
        centered
      >
        <OpenSessions />
      </Modal>
    </>
  )
}

function ChangePassword({ close }: { close: () => void }) {
  const { t } = useWords()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [repeated, setRepeated] = useState('')
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      notifications.show({ message: t('session.passwordChanged') })
      close()
    },
  })
  const ready = current !== '' && isReady(password, repeated)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready && !change.isPending) change.mutate({ current, password })
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <PasswordInput
        label={t('session.currentPassword')}
        autoComplete="current-password"
        data-autofocus
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('session.showPassword') }}
        required
      />
      <NewPassword
        value={password}
        repeated={repeated}
        change={(next, again) => {
          setPassword(next)
          setRepeated(again)
        }}
      />
      {change.error && <Problem error={change.error} />}
      <Button type="submit" loading={change.isPending} disabled={!ready}>
        {t('common.save')}
      </Button>
    </form>
  )
}
