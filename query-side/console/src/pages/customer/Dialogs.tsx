import { Button, Group, SegmentedControl, Select, Text, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useCustomerCommand, type Command } from '../../api/commands'
import { useReps } from '../../api/queries'
import { useWords } from '../../i18n'
import type { CustomerAt } from '../../life/customer'
import { formatInstant, type Micros } from '../../life/time'
import { useDescribe } from '../../ui/describe'
import { HolderName } from '../../ui/holder'
import { personal } from '../../ui/personal'
import { MomentInput } from '../../ui/MomentInput'
import { Problem } from '../../ui/Problem'
import { useOnce } from '../../ui/useOnce'
import { Window } from '../../ui/Window'
import { ActionDialog } from './ActionDialog'
import type { Dialog } from './Customer'
import { MergeDialog } from './MergeDialog'

interface Props {
  id: string
  version: number
  dialog: Dialog
  present: CustomerAt
  close: () => void
}

export function Dialogs(props: Props) {
  const { dialog } = props
  switch (dialog.kind) {
    case 'void':
      return <VoidDialog {...props} event={dialog.event} />
    case 'step':
      return <StepDialog {...props} followUp={dialog.followUp} />
    case 'move':
      return <MoveDialog {...props} />
    case 'merge':
      return <MergeDialog {...props} />
    case 'act':
      return <ActionDialog {...props} action={dialog.action} />
  }
}

export function Frame({
  title,
  id,
  close,
  command,
  ready,
  action,
  done,
  children,
}: {
  title: string
  id: string
  close: () => void
  command: Command
  ready: boolean
  action: string
  done: string
  children: React.ReactNode
}) {
  const { t } = useWords()
  const send = useCustomerCommand(id)
  const submit = useOnce(() =>
    send.mutate(command, {
      onSuccess: ({ events }) => {
        close()
        notifications.show(
          events.length > 0
            ? { message: done, color: 'teal' }
            : { message: t('act.nothingNew'), color: 'gray' },
        )
      },
    }),
  )
  return (
    <Window onClose={close} title={title}>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (!send.isPending) submit()
        }}
      >
        {children}
        {send.error && (
          <div style={{ marginTop: 12 }}>
            <Problem error={send.error} />
          </div>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="subtle" color="gray" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={send.isPending}>
            {action}
          </Button>
        </Group>
      </form>
    </Window>
  )
}

function VoidDialog({
  id,
  close,
  event,
}: Props & { event: Extract<Dialog, { kind: 'void' }>['event'] }) {
  const { t, format } = useWords()
  const { title, detail } = useDescribe()(event)
  const [reason, setReason] = useState('')
  return (
    <Frame
      title={t('void.title')}
      id={id}
      close={close}
      ready={reason.trim() !== ''}
      action={t('void.do')}
      done={t('void.done')}
      command={{
        method: 'POST',
        path: '/corrections',
        body: { event: event.eventId, reason: reason.trim() },
      }}
    >
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Text size="sm" c="var(--ink-soft)">
        {[detail, format.minute(event.effectiveAt)].filter(Boolean).join(' · ')}
      </Text>
      <Text size="sm" my="sm">
        {t('void.means')}
      </Text>
      <Reason value={reason} onChange={setReason} focused />
    </Frame>
  )
}

function StepDialog({ id, close, followUp, present }: Props & { followUp: string }) {
  const { t } = useWords()
  const [note, setNote] = useState('')
  const step = present.followUps.get(followUp)?.details.nextStep
  return (
    <Frame
      title={t('step.title')}
      id={id}
      close={close}
      ready
      action={t('profile.done')}
      done={t('step.done')}
      command={{
        method: 'POST',
        path: `/follow-ups/${followUp}/done`,
        body: note.trim() ? { note: note.trim() } : {},
      }}
    >
      <Text size="sm" mb="sm">
        {personal(step?.what, t)}
      </Text>
      <Textarea
        label={t('step.note')}
        data-autofocus
        autosize
        minRows={2}
        maxLength={1000}
        value={note}
        onChange={(e) => setNote(e.currentTarget.value)}
      />
    </Frame>
  )
}

function MoveDialog({ id, close, present }: Props) {
  const { t } = useWords()
  const { reps } = useReps()
  const inPool = present.holder !== undefined && 'pool' in present.holder
  const [kind, setKind] = useState<'transfer' | 'release'>('transfer')
  const [rep, setRep] = useState<string | null>(null)
  const [pool, setPool] = useState('')
  const [at, setAt] = useState<Micros | null>(null)
  const [reason, setReason] = useState('')
  const owner = present.holder && 'rep' in present.holder ? present.holder.rep : undefined
  const release = kind === 'release' && !inPool
  const when = at === null ? {} : { effectiveAt: formatInstant(at) }
  return (
    <Frame
      title={t('move.title')}
      id={id}
      close={close}
      ready={reason.trim() !== '' && (release ? pool.trim() !== '' : rep !== null)}
      action={t('move.do')}
      done={t('move.done')}
      command={{
        method: 'POST',
        path: release ? '/release' : inPool ? '/assign' : '/transfer',
        body: {
          ...(release ? { pool: pool.trim() } : { to: rep }),
          reason: reason.trim(),
          ...when,
        },
      }}
    >
      {present.holder && (
        <Group gap={8} mb="sm" fz="sm">
          <span className="faint">{t('move.now')}</span>
          <HolderName holder={present.holder} />
        </Group>
      )}
      {!inPool && (
        <SegmentedControl
          fullWidth
          size="xs"
          mb="sm"
          aria-label={t('move.title')}
          value={kind}
          onChange={(value) => setKind(value as typeof kind)}
          data={[
            { value: 'transfer', label: t('move.toRep') },
            { value: 'release', label: t('move.toPool') },
          ]}
        />
      )}
      {release ? (
        <TextInput
          label={t('move.pool')}
          required
          value={pool}
          maxLength={100}
          onChange={(e) => setPool(e.currentTarget.value)}
        />
      ) : (
        <Select
          label={t('move.rep')}
          required
          data-autofocus
          searchable
          data={reps
            .filter((it) => it.id !== owner && it.status !== 'left')
            .map((it) => ({
              value: it.id,
              label: `${personal(it.name, t)} · ${it.team}`,
            }))}
          value={rep}
          onChange={setRep}
          nothingFoundMessage={t('common.nothingFound')}
        />
      )}
      <div style={{ margin: '12px 0' }}>
        <MomentInput
          label={t('move.from')}
          description={t('move.fromHint')}
          value={at}
          onChange={(value) => setAt(value ?? null)}
        />
      </div>
      <Reason value={reason} onChange={setReason} />
    </Frame>
  )
}

function Reason({
  value,
  onChange,
  focused,
}: {
  value: string
  onChange: (value: string) => void
  focused?: boolean
}) {
  const { t } = useWords()
  return (
    <Textarea
      label={t('common.reason')}
      required
      {...(focused ? { 'data-autofocus': true } : {})}
      autosize
      minRows={2}
      maxLength={1000}
      value={value}
      onChange={(e) => onChange(e.currentTarget.value)}
    />
  )
}
