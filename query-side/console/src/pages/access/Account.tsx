import { Menu, TextInput, UnstyledButton } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useWords } from '../../i18n'
import classes from './access.module.css'

/** The shape of every account's name. */
const NAME = /^[a-z0-9][a-z0-9._-]{0,99}$/

export const isAccountName = (name: string) => NAME.test(name)

export interface Action {
  label: string
  icon: ReactNode
  /** Colours it as one that cannot be taken back. */
  grave?: boolean
  run: () => void
}

/** A person's or a program's account in a list, with what may be done to it. */
export function Account({
  name,
  about,
  face,
  badges,
  closed,
  actions,
}: {
  name: string
  about: string
  face: ReactNode
  badges: ReactNode
  closed: boolean
  actions: readonly Action[]
}) {
  const { t } = useWords()
  return (
    <li className="panel" data-closed={closed || undefined}>
      {face}
      <div className={classes.who}>
        <b>{name}</b>
        <span className="soft">{about}</span>
      </div>
      <div className={classes.badges}>{badges}</div>
      {actions.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <UnstyledButton className={classes.dots!} aria-label={t('users.actions', { name })}>
              <IconDots size={18} aria-hidden />
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            {actions.map(({ label, icon, grave, run }) => (
              <Menu.Item
                key={label}
                leftSection={icon}
                onClick={run}
                {...(grave ? { color: 'red.9' } : {})}
              >
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  )
}

/** What a new account is to be called. */
export function AccountName({
  label,
  name,
  change,
}: {
  label: string
  name: string
  change: (name: string) => void
}) {
  const { t } = useWords()
  return (
    <TextInput
      label={label}
      description={t('session.userAdvice')}
      error={name !== '' && !isAccountName(name) ? t('users.nameInvalid') : undefined}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      data-autofocus
      required
      value={name}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}
