import { Anchor, Button, Group, Text, Textarea } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { download, request } from '../../api/client'
import { useErasure, type Erasure } from '../../api/erasures'
import { useWords } from '../../i18n'
import { instant } from '../../life/time'
import { useSession } from '../../session/session'
import { Dialog } from '../../ui/Dialog'
import { useNames } from '../../ui/holder'
import { Loading, Page } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Problem } from '../../ui/Problem'
import { Tag } from '../../ui/Tag'
import { Json } from '../event/Json'
import { TONES } from './Erasures'
import classes from './erasures.module.css'

type Deciding = 'approve' | 'refuse'

/** One erasure case: asked for by one person, decided by another, carried out, proven. */
export function Component() {
  const { t, word, language } = useWords()
  const { id } = useParams()
  const session = useSession()
  const { data, error, refetch } = useErasure(id!)
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  const admin = session.roles.includes('admin')
  const own = data?.requested.by === session.actor
  const take = useMutation({
    mutationFn: (customer: string) =>
      download(`/api/customers/${customer}/subject-access`, 'text/html', {
        query: { contact: data?.contact },
      }),
  })
  return (
    <Page
      title={data ? t(`erasures.title.${data.subject}`) : t('nav.erasures')}
      actions={
        data && <Tag tone={TONES[data.state]}>{word('erasures.state', data.state)}</Tag>
      }
    >
      {error && !data && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <div className={classes.case}>
          <Steps it={data} />
          {data.state === 'requested' && admin && (
            <section className={`panel ${classes.panel}`}>
              {own ? (
                <Text size="sm">{t('erasures.another')}</Text>
              ) : (
                <>
                  <Text size="sm" mb="sm">
                    {t('erasures.decide')}
                  </Text>
                  <Group>
                    <Button color="red.8" onClick={() => setDeciding('approve')}>
                      {t('erasures.approve')}
                    </Button>
                    <Button variant="default" onClick={() => setDeciding('refuse')}>
                      {t('erasures.refuse')}
                    </Button>
                  </Group>
                </>
              )}
            </section>
          )}
          <Removed it={data} />
          {data.proof && (
            <section className={`panel ${classes.panel}`} aria-label={t('erasures.proof')}>
              <h2>{t('erasures.proof')}</h2>
              <Text size="sm" mb="sm">
                {t('erasures.proofMeans')}{' '}
                <Anchor underline="always" component={Link} inherit to={`/events/${data.proof.event}`}>
                  {t('audit.behind')}
                </Anchor>
              </Text>
              <Json value={data.proof} label={t('erasures.proof')} />
            </section>
          )}
          {admin && data.customer && data.state !== 'completed' && (
            <section className={`panel ${classes.panel}`}>
              <h2>{t('erasures.access')}</h2>
              <Text size="sm" mb="sm">
                {t('erasures.accessMeans')}
              </Text>
              {take.error && <Problem error={take.error} />}
              <Button
                variant="default"
                lang={language}
                leftSection={<IconDownload size={16} aria-hidden />}
                loading={take.isPending}
                onClick={() => take.mutate(data.customer!)}
              >
                {t('erasures.accessDo')}
              </Button>
            </section>
          )}
        </div>
      )}
      {data && deciding && (
        <Decide it={data} deciding={deciding} close={() => setDeciding(null)} />
      )}
    </Page>
  )
}

/** Who asked, who decided, when it was done. */
function Steps({ it }: { it: Erasure }) {
  const { t, word, format } = useWords()
  const names = useNames()
  const minute = (at: string) => format.minute(instant(at))
  return (
    <ol className={`panel ${classes.steps}`}>
      <li data-done>
        <b>{t('erasures.requested')}</b>
        <span className="soft">
          {names.actor(it.requested.by)} · {minute(it.requested.at)} · {word('basis', it.basis)}
        </span>
        {it.requested.reason !== undefined && <span>{personal(it.requested.reason, t)}</span>}
        <span className="faint">
          {it.rep ? names.rep(it.rep) : it.customer}
          {it.contact && ` / ${it.contact}`}
        </span>
      </li>
      <li data-done={it.decided !== undefined || undefined}>
        <b>{t(it.state === 'refused' ? 'erasures.refused' : 'erasures.approved')}</b>
        {it.decided ? (
          <>
            <span className="soft">
              {names.actor(it.decided.by)} · {minute(it.decided.at)}
            </span>
            {it.decided.reason !== undefined && <span>{personal(it.decided.reason, t)}</span>}
          </>
        ) : (
          <span className="soft">{t('erasures.waits')}</span>
        )}
      </li>
      {it.state !== 'refused' && (
        <li data-done={it.proof !== undefined || undefined} aria-live="polite">
          <b>{t('erasures.carriedOut')}</b>
          <span className="soft">
            {it.proof
              ? minute(it.proof.completedAt)
              : t(it.state === 'approved' ? 'erasures.underWay' : 'erasures.notYet')}
          </span>
          {it.reappliedAt && <span>{t('erasures.reapplied', { at: minute(it.reappliedAt) })}</span>}
        </li>
      )}
    </ol>
  )
}

function Removed({ it }: { it: Erasure }) {
  const { t, format } = useWords()
  const removed = Object.entries(it.removed)
  if (removed.length === 0) return null
  return (
    <section className={`panel ${classes.panel}`} aria-label={t('erasures.removed')}>
      <h2>{t('erasures.removed')}</h2>
      <dl className={classes.removed}>
        {removed.map(([store, count]) => (
          <div key={store}>
            <dt>{store}</dt>
            <dd className="numbers">{format.number(count)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Decide({ it, deciding, close }: { it: Erasure; deciding: Deciding; close: () => void }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const send = useMutation({
    mutationFn: () =>
      request('POST', `/api/erasures/${it.id}/${deciding}`, {
        body: reason.trim() ? { reason: reason.trim() } : {},
      }),
    onSuccess: async () => {
      close()
      await queries.invalidateQueries({ queryKey: ['erasures'] })
    },
  })
  return (
    <Dialog
      title={t(deciding === 'approve' ? 'erasures.approveTitle' : 'erasures.refuseTitle')}
      close={close}
      action={t(`erasures.${deciding}`)}
      grave={deciding === 'approve'}
      ready={deciding === 'approve' || reason.trim() !== ''}
      pending={send.isPending}
      error={send.error}
      submit={() => send.mutate()}
    >
      <Text size="sm">{t(deciding === 'approve' ? 'erasures.approveMeans' : 'erasures.refuseMeans')}</Text>
      <Textarea
        label={t('common.reason')}
        description={t('erasures.reasonHint')}
        autosize
        minRows={2}
        maxLength={1000}
        data-autofocus
        required={deciding === 'refuse'}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Dialog>
  )
}
