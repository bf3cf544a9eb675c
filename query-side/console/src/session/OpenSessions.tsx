import { Button, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { request } from '../api/client'
import type { Schemas } from '../api/types'
import { useWords } from '../i18n'
import { instant } from '../life/time'
import { Problem } from '../ui/Problem'
import { Tag } from '../ui/Tag'
import { program } from './program'
import classes from './session.module.css'

type Open = Schemas['SessionOpen']

/** Where one is signed in, and how that ends where one is not. */
export function OpenSessions() {
  const { t } = useWords()
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: () => request<Schemas['SessionOpenSessions']>('GET', '/api/sessions'),
    gcTime: 0,
  })
  if (error && !data) return <Problem error={error} retry={() => void refetch()} />
  if (data?.sessions.length === 0) return <Text size="sm">{t('sessions.elsewhere')}</Text>
  return (
    <ul className={classes.sessions}>
      {data?.sessions.map((it) => (
        <One key={it.id} session={it} />
      ))}
    </ul>
  )
}

function One({ session }: { session: Open }) {
  const { t, format } = useWords()
  const client = useQueryClient()
  const end = useMutation({
    mutationFn: () => request<void>('DELETE', `/api/sessions/${session.id}`),
    onSuccess: () => notifications.show({ message: t('sessions.ended') }),
    onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  })
  const name = program(session.agent) ?? t('sessions.unknown')
  return (
    <li className={classes.open}>
      <div>
        <Text size="sm" fw={600}>
          {name} {session.current && <Tag>{t('sessions.here')}</Tag>}
        </Text>
        <Text size="sm" c="var(--ink-soft)">
          {t('sessions.since', {
            time: format.minute(instant(session.startedAt)),
            address: session.address,
          })}
          {' · '}
          {t('sessions.used', { ago: format.ago(instant(session.renewedAt)) })}
        </Text>
        {end.error && <Problem error={end.error} />}
      </div>
      {!session.current && (
        <Button
          size="xs"
          variant="default"
          loading={end.isPending}
          onClick={() => end.mutate()}
          aria-label={`${t('sessions.end')}: ${name}`}
        >
          {t('sessions.end')}
        </Button>
      )}
    </li>
  )
}
