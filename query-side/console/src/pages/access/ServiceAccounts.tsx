import { Button, Checkbox, TagsInput, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconKey, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { SCOPES, useServiceAccounts, type Scope, type Secret, type ServiceAccount } from '../../api/accounts'
import { request } from '../../api/client'
import { useReps } from '../../api/queries'
import { useWords } from '../../i18n'
import { DAY, dayOf, formatInstant, instant, now, startOfDay } from '../../life/time'
import { Dialog } from '../../ui/Dialog'
import { Once } from '../../ui/Once'
import { Empty, Loading, Page } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { Tag } from '../../ui/Tag'
import { Account, AccountName, isAccountName } from './Account'
import classes from './access.module.css'

const USUAL = 90 * DAY
const LONGEST = 365 * DAY
/** So early one should think of a new secret. */
const SOON = 14 * DAY

type Doing = { what: 'create' } | { what: 'renew' | 'revoke'; account: ServiceAccount }

/** Programs that may ask and command, as what, and for how long. */
export function Component() {
  const { t } = useWords()
  const { data, error, refetch } = useServiceAccounts()
  const [doing, setDoing] = useState<Doing | null>(null)
  const [secret, setSecret] = useState<Secret | null>(null)
  const made = (it: Secret) => {
    setDoing(null)
    setSecret(it)
  }
  return (
    <Page
      title={t('nav.serviceAccounts')}
      lead={t('services.lead')}
      actions={
        <Button
          size="xs"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setDoing({ what: 'create' })}
        >
          {t('services.create')}
        </Button>
      }
    >
      {error && !data && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading height={240} />}
      {data?.serviceAccounts.length === 0 && (
        <Empty title={t('services.none')}>{t('services.noneAdvice')}</Empty>
      )}
      <ul className={classes.accounts}>
        {data?.serviceAccounts.map((it) => (
          <One
            key={it.name}
            account={it}
            renew={() => setDoing({ what: 'renew', account: it })}
            revoke={() => setDoing({ what: 'revoke', account: it })}
          />
        ))}
      </ul>
      {doing?.what === 'create' && <Create close={() => setDoing(null)} made={made} />}
      {doing?.what === 'renew' && (
        <Renew account={doing.account} close={() => setDoing(null)} made={made} />
      )}
      {doing?.what === 'revoke' && <Revoke account={doing.account} close={() => setDoing(null)} />}
      {secret && (
        <Once
          title={t('services.secretTitle', { name: secret.name })}
          advice={t('services.secretAdvice')}
          label={t('services.secret')}
          value={secret.secret}
          close={() => setSecret(null)}
        />
      )}
    </Page>
  )
}

function One({
  account,
  renew,
  revoke,
}: {
  account: ServiceAccount
  renew: () => void
  revoke: () => void
}) {
  const { t, format } = useWords()
  const ends = instant(account.expiresAt)
  const left = ends - now()
  return (
    <Account
      name={account.name}
      about={
        account.teams.includes('*')
          ? t('users.everyTeam')
          : account.teams.join(t('common.comma')) || t('services.noTeam')
      }
      face={
        <span className={classes.key} aria-hidden>
          <IconKey size={18} />
        </span>
      }
      closed={!account.active}
      badges={
        <>
          {account.active ? (
            <Tag tone={left < 0 ? 'bad' : left < SOON ? 'warn' : 'good'}>
              {t(left < 0 ? 'services.expired' : 'services.expires', { day: format.day(ends) })}
            </Tag>
          ) : (
            <Tag tone="quiet">{t('services.revoked')}</Tag>
          )}
          {account.scopes.map((scope) => (
            <Tag key={scope}>{t(`scope.${scope}`)}</Tag>
          ))}
        </>
      }
      actions={
        account.active
          ? [
              { label: t('services.renew'), icon: <IconKey size={15} />, run: renew },
              { label: t('services.revoke'), icon: <IconTrash size={15} />, grave: true, run: revoke },
            ]
          : []
      }
    />
  )
}

function Expiry({ day, change }: { day: string; change: (day: string) => void }) {
  const { t } = useWords()
  return (
    <TextInput
      type="date"
      label={t('services.until')}
      description={t('services.untilHint')}
      min={dayOf(now() + DAY)}
      max={dayOf(now() + LONGEST)}
      required
      value={day}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

function Create({ close, made }: { close: () => void; made: (it: Secret) => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const { reps } = useReps()
  const known = useMemo(() => [...new Set(reps.map((it) => it.team))].filter(Boolean).sort(), [reps])
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Scope[]>(['read'])
  const [teams, setTeams] = useState<string[]>(['*'])
  const [day, setDay] = useState(() => dayOf(now() + USUAL))
  const send = useMutation({
    mutationFn: () =>
      request<Secret>('POST', '/api/service-accounts', {
        body: { name, scopes, teams, expiresAt: formatInstant(startOfDay(day)) },
      }),
    onSuccess: (it) => {
      void queries.invalidateQueries({ queryKey: ['service-accounts'] })
      made(it)
    },
  })
  return (
    <Dialog
      title={t('services.create')}
      close={close}
      action={t('services.createDo')}
      ready={isAccountName(name) && scopes.length > 0 && teams.length > 0 && day !== ''}
      pending={send.isPending}
      error={send.error}
      submit={() => send.mutate()}
    >
      <AccountName label={t('services.name')} name={name} change={setName} />
      <fieldset className={classes.choices}>
        <legend>{t('services.scopes')}</legend>
        {SCOPES.map((scope) => (
          <Checkbox
            key={scope}
            label={t(`scope.${scope}`)}
            description={t(`services.scope.${scope}`)}
            checked={scopes.includes(scope)}
            onChange={() =>
              setScopes(
                scopes.includes(scope) ? scopes.filter((it) => it !== scope) : [...scopes, scope],
              )
            }
          />
        ))}
      </fieldset>
      <TagsInput
        label={t('users.teams')}
        description={t('users.teamsHint')}
        data={['*', ...known]}
        value={teams}
        onChange={setTeams}
      />
      <Expiry day={day} change={setDay} />
    </Dialog>
  )
}

function Renew({
  account,
  close,
  made,
}: {
  account: ServiceAccount
  close: () => void
  made: (it: Secret) => void
}) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [day, setDay] = useState(() => dayOf(now() + USUAL))
  const send = useMutation({
    mutationFn: () =>
      request<Secret>('POST', `/api/service-accounts/${account.name}/secret`, {
        body: { expiresAt: formatInstant(startOfDay(day)) },
      }),
    onSuccess: (it) => {
      void queries.invalidateQueries({ queryKey: ['service-accounts'] })
      made(it)
    },
  })
  return (
    <Dialog
      title={t('services.renewTitle', { name: account.name })}
      close={close}
      action={t('services.renew')}
      ready={day !== ''}
      pending={send.isPending}
      error={send.error}
      submit={() => send.mutate()}
    >
      <Text size="sm">{t('services.renewMeans')}</Text>
      <Expiry day={day} change={setDay} />
    </Dialog>
  )
}

function Revoke({ account, close }: { account: ServiceAccount; close: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const send = useMutation({
    mutationFn: () => request('DELETE', `/api/service-accounts/${account.name}`),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['service-accounts'] })
      notifications.show({ color: 'teal', message: t('services.revokedNow', { name: account.name }) })
      close()
    },
  })
  return (
    <Dialog
      title={t('services.revokeTitle', { name: account.name })}
      close={close}
      action={t('services.revoke')}
      grave
      pending={send.isPending}
      error={send.error}
      submit={() => send.mutate()}
    >
      <Text size="sm">{t('services.revokeMeans')}</Text>
    </Dialog>
  )
}
