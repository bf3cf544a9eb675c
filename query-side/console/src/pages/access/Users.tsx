import { Button, Checkbox, Select, TagsInput, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconLink, IconPencil, IconUserOff, IconUserPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useUsers, type Invitation, type User } from '../../api/accounts'
import { request } from '../../api/client'
import { useReps } from '../../api/queries'
import { useWords } from '../../i18n'
import { instant } from '../../life/time'
import { useSession, type Role } from '../../session/session'
import { Dialog } from '../../ui/Dialog'
import { Face, useNames } from '../../ui/holder'
import { Once } from '../../ui/Once'
import { Empty, Loading, Page } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Problem } from '../../ui/Problem'
import { Tag } from '../../ui/Tag'
import { Account, AccountName, isAccountName } from './Account'
import classes from './access.module.css'

const ROLES: readonly Role[] = ['rep', 'manager', 'steward', 'auditor', 'admin']

type Doing = { what: 'invite' } | { what: 'change' | 'close'; user: User }

/** Who may sign in, as what. */
export function Component() {
  const { t } = useWords()
  const { data: users, error, refetch } = useUsers()
  const [doing, setDoing] = useState<Doing | null>(null)
  const [invitation, setInvitation] = useState<Invitation | null>(null)
  const [q, setQ] = useState('')
  const [closedToo, setClosedToo] = useState(false)
  const shown = users?.filter(
    (it) => (closedToo || it.active) && it.name.includes(q.trim().toLowerCase()),
  )
  const newLink = useMutation({
    mutationFn: (user: User) => request<Invitation>('POST', `/api/users/${user.name}/link`),
    onSuccess: setInvitation,
  })
  return (
    <Page
      title={t('nav.users')}
      lead={t('users.lead')}
      actions={
        <Button
          size="xs"
          leftSection={<IconUserPlus size={16} aria-hidden />}
          onClick={() => setDoing({ what: 'invite' })}
        >
          {t('users.invite')}
        </Button>
      }
    >
      <div className={classes.filter}>
        <TextInput
          size="xs"
          aria-label={t('users.search')}
          placeholder={t('users.search')}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        <Checkbox
          size="xs"
          label={t('users.closedToo')}
          checked={closedToo}
          onChange={(event) => setClosedToo(event.currentTarget.checked)}
        />
      </div>
      {error && !users && <Problem error={error} retry={() => void refetch()} />}
      {!users && !error && <Loading height={240} />}
      {newLink.error && <Problem error={newLink.error} />}
      {shown?.length === 0 && <Empty title={t('common.nothingFound')} />}
      <ul className={classes.accounts}>
        {shown?.map((it) => (
          <One
            key={it.name}
            user={it}
            change={() => setDoing({ what: 'change', user: it })}
            close={() => setDoing({ what: 'close', user: it })}
            link={() => newLink.mutate(it)}
          />
        ))}
      </ul>
      {doing?.what === 'invite' && (
        <Invite
          close={() => setDoing(null)}
          invited={(it) => {
            setDoing(null)
            setInvitation(it)
          }}
        />
      )}
      {doing?.what === 'change' && <Change user={doing.user} close={() => setDoing(null)} />}
      {doing?.what === 'close' && <Close user={doing.user} close={() => setDoing(null)} />}
      {invitation && (
        <Once
          title={t('users.linkTitle', { name: invitation.name })}
          advice={t('users.linkAdvice')}
          label={t('users.link')}
          value={invitation.link}
          close={() => setInvitation(null)}
        />
      )}
    </Page>
  )
}

function One({
  user,
  change,
  close,
  link,
}: {
  user: User
  change: () => void
  close: () => void
  link: () => void
}) {
  const { t, format } = useWords()
  const names = useNames()
  const own = useSession().actor === `user:${user.name}`
  return (
    <Account
      name={user.name}
      about={
        [
          user.rep && names.rep(user.rep),
          user.teams.includes('*')
            ? t('users.everyTeam')
            : user.teams.length > 0 && user.teams.join(t('common.comma')),
        ]
          .filter(Boolean)
          .join(' · ') || t('users.since', { day: format.day(instant(user.createdAt)) })
      }
      face={<Face id={user.name} name={user.name} size={34} />}
      closed={!user.active}
      badges={
        <>
          {!user.active && <Tag tone="quiet">{t('users.closed')}</Tag>}
          {user.active && !user.passwordAt && <Tag tone="warn">{t('users.invited')}</Tag>}
          {user.roles.map((role) => (
            <Tag key={role}>{t(`role.${role}`)}</Tag>
          ))}
        </>
      }
      actions={[
        {
          label: t(user.active ? 'users.change' : 'users.reopen'),
          icon: <IconPencil size={15} />,
          run: change,
        },
        ...(user.active
          ? [{ label: t('users.newLink'), icon: <IconLink size={15} />, run: link }]
          : []),
        ...(user.active && !own
          ? [{ label: t('users.close'), icon: <IconUserOff size={15} />, grave: true, run: close }]
          : []),
      ]}
    />
  )
}

interface Wish {
  roles: Role[]
  teams: string[]
  rep?: string
}

/** Why the wish cannot be granted yet; null = it can. */
const isWhole = ({ roles, rep }: Wish) => roles.length > 0 && roles.includes('rep') === (rep !== undefined)

function WishFields({ wish, change }: { wish: Wish; change: (next: Wish) => void }) {
  const { t } = useWords()
  const { reps } = useReps()
  const teams = useMemo(() => [...new Set(reps.map((it) => it.team))].filter(Boolean).sort(), [reps])
  const toggle = (role: Role) => {
    const roles = wish.roles.includes(role)
      ? wish.roles.filter((it) => it !== role)
      : [...wish.roles, role]
    const { rep, ...rest } = wish
    change({ ...rest, roles, ...(roles.includes('rep') && rep ? { rep } : {}) })
  }
  return (
    <>
      <fieldset className={classes.choices}>
        <legend>{t('users.roles')}</legend>
        {ROLES.map((role) => (
          <Checkbox
            key={role}
            label={t(`role.${role}`)}
            description={t(`users.role.${role}`)}
            checked={wish.roles.includes(role)}
            onChange={() => toggle(role)}
          />
        ))}
      </fieldset>
      {wish.roles.includes('rep') && (
        <Select
          label={t('users.rep')}
          description={t('users.repHint')}
          data={reps
            .filter((it) => it.status !== 'left')
            .map((it) => ({ value: it.id, label: `${personal(it.name, t)} · ${it.team}` }))}
          value={wish.rep ?? null}
          onChange={(rep) => {
            const { rep: _, ...rest } = wish
            change(rep ? { ...rest, rep } : rest)
          }}
          searchable
          required
          nothingFoundMessage={t('common.nothingFound')}
        />
      )}
      {wish.roles.includes('manager') && (
        <TagsInput
          label={t('users.teams')}
          description={t('users.teamsHint')}
          data={['*', ...teams]}
          value={wish.teams}
          onChange={(next) => change({ ...wish, teams: next })}
        />
      )}
    </>
  )
}

function Invite({ close, invited }: { close: () => void; invited: (it: Invitation) => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [wish, setWish] = useState<Wish>({ roles: [], teams: [] })
  const send = useMutation({
    mutationFn: () => request<Invitation>('POST', '/api/users', { body: { name, ...wish } }),
    onSuccess: (it) => {
      void queries.invalidateQueries({ queryKey: ['users'] })
      invited(it)
    },
  })
  return (
    <Dialog
      title={t('users.invite')}
      close={close}
      action={t('users.inviteDo')}
      ready={isAccountName(name) && isWhole(wish)}
      pending={send.isPending}
      error={send.error}
      submit={() => send.mutate()}
    >
      <AccountName label={t('session.user')} name={name} change={setName} />
      <WishFields wish={wish} change={setWish} />
    </Dialog>
  )
}

function useChange(user: User, close: () => void) {
  const { t } = useWords()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (next: Wish & { active: boolean }) =>
      request('PUT', `/api/users/${user.name}`, { body: next, ifMatch: user.version }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['users'] })
      notifications.show({ color: 'teal', message: t('users.changed', { name: user.name }) })
      close()
    },
  })
}

const wishOf = ({ roles, teams, rep }: User): Wish => ({ roles, teams, ...(rep ? { rep } : {}) })

function Change({ user, close }: { user: User; close: () => void }) {
  const { t } = useWords()
  const [wish, setWish] = useState(() => wishOf(user))
  const send = useChange(user, close)
  return (
    <Dialog
      title={t('users.changeTitle', { name: user.name })}
      close={close}
      action={t(user.active ? 'common.save' : 'users.reopen')}
      ready={isWhole(wish)}
      pending={send.isPending}
      error={send.error}
      submit={() => send.mutate({ ...wish, active: true })}
    >
      <WishFields wish={wish} change={setWish} />
      <Text size="sm" c="var(--ink-soft)">
        {t('users.endsSessions')}
      </Text>
    </Dialog>
  )
}

function Close({ user, close }: { user: User; close: () => void }) {
  const { t } = useWords()
  const send = useChange(user, close)
  return (
    <Dialog
      title={t('users.closeTitle', { name: user.name })}
      close={close}
      action={t('users.close')}
      grave
      pending={send.isPending}
      error={send.error}
      submit={() => send.mutate({ ...wishOf(user), active: false })}
    >
      <Text size="sm">{t('users.closeMeans')}</Text>
    </Dialog>
  )
}
