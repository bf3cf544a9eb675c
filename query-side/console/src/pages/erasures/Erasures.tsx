import { Button, Select, SegmentedControl, Text, Textarea, TextInput } from '@mantine/core'
import { IconEraser } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { request } from '../../api/client'
import { BASES, useErasures, type Erasure } from '../../api/erasures'
import { useReps } from '../../api/queries'
import type { Receipt } from '../../api/types'
import { useWords } from '../../i18n'
import { instant } from '../../life/time'
import { useSession } from '../../session/session'
import { Dialog } from '../../ui/Dialog'
import { useNames } from '../../ui/holder'
import { Empty, Loading, Page } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Problem } from '../../ui/Problem'
import { Tag } from '../../ui/Tag'
import classes from './erasures.module.css'

export const TONES = {
  requested: 'warn',
  approved: 'busy',
  completed: 'good',
  refused: 'quiet',
} as const

/** Whose personal data was asked to be erased, and what came of it. */
export function Component() {
  const { t, word, format } = useWords()
  const names = useNames()
  const admin = useSession().roles.includes('admin')
  const { data, error, refetch } = useErasures()
  const [params] = useSearchParams()
  const [asking, setAsking] = useState(params.has('customer'))
  return (
    <Page
      title={t('nav.erasures')}
      lead={t('erasures.lead')}
      actions={
        admin && (
          <Button
            size="xs"
            leftSection={<IconEraser size={16} aria-hidden />}
            onClick={() => setAsking(true)}
          >
            {t('erasures.ask')}
          </Button>
        )
      }
    >
      {error && !data && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading height={240} />}
      {data?.erasures.length === 0 && (
        <Empty title={t('erasures.none')}>{t('erasures.noneAdvice')}</Empty>
      )}
      <ul className={classes.cases}>
        {data?.erasures.map((it) => (
          <li key={it.id}>
            <Link className="panel" to={`/erasures/${it.id}`}>
              <span className={classes.what}>
                <b>{t(`erasures.subject.${it.subject}`)}</b>
                <span className="soft">
                  {word('basis', it.basis)} · {t('erasures.askedBy', { by: names.actor(it.requested.by) })} ·{' '}
                  {format.minute(instant(it.requested.at))}
                </span>
              </span>
              <Tag tone={TONES[it.state]}>{word('erasures.state', it.state)}</Tag>
            </Link>
          </li>
        ))}
      </ul>
      {asking && <Ask customer={params.get('customer') ?? ''} close={() => setAsking(false)} />}
    </Page>
  )
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
type Subject = Erasure['subject']
const SUBJECTS: readonly Subject[] = ['customer', 'contact', 'rep']

function Ask({ customer: given, close }: { customer: string; close: () => void }) {
  const { t, word } = useWords()
  const { reps } = useReps()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [subject, setSubject] = useState<Subject>('customer')
  const [customer, setCustomer] = useState(given)
  const [contact, setContact] = useState('')
  const [rep, setRep] = useState<string | null>(null)
  const [basis, setBasis] = useState<string | null>('consent')
  const [reason, setReason] = useState('')
  const named =
    subject === 'rep' ? rep !== null : ID.test(customer) && (subject === 'customer' || ID.test(contact))
  const send = useMutation({
    mutationFn: () =>
      request<Receipt>('POST', '/api/erasures', {
        body: {
          ...(subject === 'rep' ? { rep } : { customer }),
          ...(subject === 'contact' ? { contact } : {}),
          basis,
          reason,
        },
      }),
    onSuccess: async (receipt) => {
      await queries.invalidateQueries({ queryKey: ['erasures'] })
      await navigate(`/erasures/${receipt.id}`)
    },
  })
  return (
    <Dialog
      title={t('erasures.ask')}
      close={close}
      action={t('erasures.askDo')}
      ready={named && basis !== null && reason.trim() !== ''}
      pending={send.isPending}
      error={send.error}
      submit={() => send.mutate()}
    >
      <Text size="sm">{t('erasures.means')}</Text>
      <SegmentedControl
        fullWidth
        aria-label={t('erasures.whose')}
        value={subject}
        onChange={(next) => setSubject(next as Subject)}
        data={SUBJECTS.map((it) => ({ value: it, label: t(`erasures.subject.${it}`) }))}
      />
      {subject === 'rep' ? (
        <Select
          label={t('audit.rep')}
          data={reps.map((it) => ({ value: it.id, label: personal(it.name, t) }))}
          value={rep}
          onChange={setRep}
          searchable
          required
          nothingFoundMessage={t('common.nothingFound')}
        />
      ) : (
        <TextInput
          label={t('erasures.customerId')}
          description={t('erasures.customerIdHint')}
          spellCheck={false}
          required
          value={customer}
          onChange={(event) => setCustomer(event.currentTarget.value.trim())}
        />
      )}
      {subject === 'contact' && (
        <TextInput
          label={t('erasures.contactId')}
          spellCheck={false}
          required
          value={contact}
          onChange={(event) => setContact(event.currentTarget.value.trim())}
        />
      )}
      <Select
        label={t('erasures.basis')}
        data={BASES.map((it) => ({ value: it, label: word('basis', it) }))}
        value={basis}
        onChange={setBasis}
        allowDeselect={false}
        required
      />
      <Textarea
        label={t('common.reason')}
        description={t('erasures.reasonHint')}
        autosize
        minRows={2}
        maxLength={1000}
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Dialog>
  )
}
