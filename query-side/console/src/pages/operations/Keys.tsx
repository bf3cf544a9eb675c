import { Button, Checkbox, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '../../api/client'
import { useWords } from '../../i18n'
import { instant } from '../../life/time'
import { Dialog } from '../../ui/Dialog'
import { Tag } from '../../ui/Tag'
import classes from './operations.module.css'

interface MasterKeys {
  current: string
  configured: string[]
  dataKeys: Record<string, number>
}

interface SigningKey {
  id: string
  createdAt: string
  retiredAt?: string
}

type Turning = 'master' | 'signing'

export function useMasterKeys(enabled: boolean) {
  return useQuery({
    queryKey: ['keys'],
    queryFn: ({ signal }) => request<MasterKeys>('GET', '/api/keys', { signal }),
    enabled,
  })
}

export function useSigningKeys(enabled: boolean) {
  return useQuery({
    queryKey: ['signing-keys'],
    queryFn: ({ signal }) => request<{ keys: SigningKey[] }>('GET', '/api/signing-keys', { signal }),
    enabled,
  })
}

/** The keys that wrap personal data's keys, and those that sign tokens. */
export function Keys({
  master,
  signing,
}: {
  master: MasterKeys | undefined
  signing: readonly SigningKey[] | undefined
}) {
  const { t, format } = useWords()
  const [turning, setTurning] = useState<Turning | null>(null)
  const ids = [
    ...new Set([...(master?.configured ?? []), ...Object.keys(master?.dataKeys ?? {})]),
  ]
  const wrapped = (id: string) => master?.dataKeys[id] ?? 0
  const former = ids.filter((id) => id !== master?.current)
  return (
    <div className={classes.keys}>
      {master && (
        <section className={`panel ${classes.operations}`} aria-label={t('keys.master')}>
          <h2>{t('keys.master')}</h2>
          <ul>
            {ids.map((id) => (
              <li key={id} className={classes.operation}>
                <code>{id}</code>
                {id === master.current && (
                  <Tag tone="good">{t('keys.current')}</Tag>
                )}
                <span className="soft numbers" style={{ marginLeft: 'auto' }}>
                  {t('keys.wraps', { count: wrapped(id) })}
                </span>
              </li>
            ))}
          </ul>
          <Text size="sm" c="var(--ink-soft)" my={8}>
            {t(
              former.some((id) => wrapped(id) > 0)
                ? 'keys.rewrap'
                : former.length > 0
                  ? 'keys.takeAway'
                  : 'keys.howTo',
            )}
          </Text>
          <Button size="xs" variant="default" onClick={() => setTurning('master')}>
            {t('keys.rewrapDo')}
          </Button>
        </section>
      )}
      {signing && (
        <section className={`panel ${classes.operations}`} aria-label={t('keys.signing')}>
          <h2>{t('keys.signing')}</h2>
          <ul>
            {signing.map((it) => (
              <li key={it.id} className={classes.operation}>
                <code>{it.id.slice(0, 12)}</code>
                {!it.retiredAt && (
                  <Tag tone="good">{t('keys.signs')}</Tag>
                )}
                <span className="soft numbers" style={{ marginLeft: 'auto' }}>
                  {it.retiredAt
                    ? t('keys.retired', { at: format.minute(instant(it.retiredAt)) })
                    : t('keys.since', { at: format.minute(instant(it.createdAt)) })}
                </span>
              </li>
            ))}
          </ul>
          <Button size="xs" variant="default" mt={8} onClick={() => setTurning('signing')}>
            {t('keys.rotate')}
          </Button>
        </section>
      )}
      {turning === 'master' && <Rewrap close={() => setTurning(null)} />}
      {turning === 'signing' && <Rotate close={() => setTurning(null)} />}
    </div>
  )
}

function Rewrap({ close }: { close: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const send = useMutation({
    mutationFn: () => request('POST', '/api/keys/rotation'),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['operations'] })
      void queries.invalidateQueries({ queryKey: ['keys'] })
      close()
    },
  })
  return (
    <Dialog
      title={t('keys.rewrapDo')}
      close={close}
      action={t('keys.rewrapDo')}
      pending={send.isPending}
      error={send.error}
      submit={() => send.mutate()}
    >
      <Text size="sm">{t('keys.rewrapMeans')}</Text>
    </Dialog>
  )
}

function Rotate({ close }: { close: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [distrust, setDistrust] = useState(false)
  const send = useMutation({
    mutationFn: () =>
      request('POST', '/api/signing-keys/rotation', { body: { distrustAllBefore: distrust } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['signing-keys'] })
      close()
    },
  })
  return (
    <Dialog
      title={t('keys.rotate')}
      close={close}
      action={t('keys.rotate')}
      grave={distrust}
      pending={send.isPending}
      error={send.error}
      submit={() => send.mutate()}
    >
      <Text size="sm">{t('keys.rotateMeans')}</Text>
      <Checkbox
        label={t('keys.distrust')}
        description={t('keys.distrustMeans')}
        checked={distrust}
        onChange={(event) => setDistrust(event.currentTarget.checked)}
      />
    </Dialog>
  )
}
