import { Anchor, Button, Group, Modal, Progress, Radio, Text, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import {
  useCaseCommand,
  useFates,
  usePreview,
  usePreviewRows,
  type Case,
  type CaseEntry,
  type Fate,
} from '../../api/handovers'
import { useOperation } from '../../api/queries'
import { useWords } from '../../i18n'
import { formatInstant, fromDate, instant } from '../../life/time'
import { useSession } from '../../session/session'
import { useNames } from '../../ui/holder'
import { Empty } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Problem } from '../../ui/Problem'
import { isInvolved } from './status'
import classes from './handovers.module.css'

/** Approval by a second person, the move itself, and the way back. */
export function MoveStep({
  it,
  entries,
  remaining,
}: {
  it: Case
  entries: CaseEntry[]
  remaining: number
}) {
  return (
    <div className={classes.move}>
      <div className={classes.moveMain}>
        {it.status === 'planned' && <Approval it={it} />}
        {it.status === 'approved' && <Execution it={it} />}
        {it.started && <Moving it={it} remaining={remaining} />}
        {it.status === 'cancelled' && !it.started && <Cancelled />}
        <LeftAlone it={it} />
      </div>
      <Entries entries={entries} />
    </div>
  )
}

function Approval({ it }: { it: Case }) {
  const { t } = useWords()
  const names = useNames()
  const { actor } = useSession()
  const preview = usePreview(it)
  const command = useCaseCommand(it.id)
  const planner = it.planned?.by
  return (
    <section className="panel" aria-labelledby="approval">
      <h2 id="approval">{t('handover.approval')}</h2>
      <p>
        {preview.data &&
          t('handover.approvalAsks', {
            count: preview.data.customers,
            receivers: t('handover.receiverCount', { count: preview.data.receivers.length }),
            who: planner ? names.actor(planner) : '',
          })}{' '}
        <Anchor component={Link} inherit underline="always" to={`/handovers/${it.id}/preview`}>
          {t('handover.seePreview')}
        </Anchor>
      </p>
      {isInvolved(it, actor) ? (
        <p className={classes.note} role="note">
          {t('handover.secondPerson')}
        </p>
      ) : (
        <Button
          size="md"
          loading={command.isPending}
          disabled={!preview.data}
          onClick={() =>
            command.mutate({ below: '/approve', body: { digest: preview.data!.digest } })
          }
        >
          {t('handover.approve')}
        </Button>
      )}
      {(command.error ?? preview.error) && <Problem error={command.error ?? preview.error} />}
      <Cancel it={it} />
    </section>
  )
}

function Execution({ it }: { it: Case }) {
  const { t } = useWords()
  const names = useNames()
  const command = useCaseCommand(it.id)
  const [later, setLater] = useState(false)
  const [at, setAt] = useState('')
  const when = new Date(at)
  return (
    <section className="panel" aria-labelledby="execution">
      <h2 id="execution">{t('handover.execution')}</h2>
      <p>
        {t('handover.approvedBy', { who: it.approved ? names.actor(it.approved.by) : '' })}{' '}
        {t('handover.executionLead', { count: it.customers })}
      </p>
      <Radio.Group
        label={t('handover.when')}
        value={later ? 'later' : 'now'}
        onChange={(value) => setLater(value === 'later')}
      >
        <Group gap="lg" mt={6}>
          <Radio value="now" label={t('handover.now')} />
          <Radio value="later" label={t('handover.later2')} />
          {later && (
            <TextInput
              type="datetime-local"
              size="xs"
              aria-label={t('handover.moment')}
              value={at}
              onChange={(e) => setAt(e.currentTarget.value)}
            />
          )}
        </Group>
      </Radio.Group>
      <Group mt="md">
        <Button
          size="md"
          loading={command.isPending}
          disabled={later && Number.isNaN(when.getTime())}
          onClick={() =>
            command.mutate({
              below: '/execute',
              body: later ? { effectiveAt: formatInstant(fromDate(when)) } : {},
            })
          }
        >
          {t('handover.execute', { count: it.customers })}
        </Button>
        <Cancel it={it} />
      </Group>
      {command.error && <Problem error={command.error} />}
    </section>
  )
}

/** How far the move, or the way back, has come. */
function Moving({ it, remaining }: { it: Case; remaining: number }) {
  const { t, format } = useWords()
  const command = useCaseCommand(it.id)
  const back = it.undo !== undefined
  const operation = useOperation(back ? it.undoOperation : it.operation)
  const all = back ? it.moved : it.customers
  const told = back ? it.returned + it.kept : it.moved + it.failed
  // The operation counts customer by customer, the case only part by part.
  const done = Math.max(told, it.status === 'running' || it.status === 'undoing' ? (operation.data?.done ?? 0) : 0)
  const waits = it.status === 'running' && it.moveAt !== undefined && Date.parse(it.moveAt) > Date.now()
  const under = it.status === 'running' || it.status === 'paused' || it.status === 'undoing'
  return (
    <section className="panel" aria-labelledby="moving">
      <h2 id="moving">{t(back ? 'handover.undoing' : 'handover.moving')}</h2>
      {waits ? (
        <p role="status">{t('handover.waitsFor', { at: format.minute(instant(it.moveAt!)) })}</p>
      ) : (
        <>
          <p className={`${classes.big} numbers`} role="status">
            {format.number(done)}
            <span className="faint"> / {format.number(all)}</span>
          </p>
          <Progress
            size="lg"
            radius="xl"
            animated={it.status === 'running' || it.status === 'undoing'}
            color={it.status === 'paused' ? 'orange' : under ? 'indigo' : 'teal'}
            value={all === 0 ? 100 : (done / all) * 100}
            aria-label={t('handover.progress')}
          />
        </>
      )}
      <p className="numbers soft">
        {[
          t('handover.movedCount', { count: it.moved }),
          it.failed > 0 && t('handover.failedCount', { count: it.failed }),
          back && t('handover.returnedCount', { count: it.returned }),
          back && it.kept > 0 && t('handover.keptCount', { count: it.kept }),
          !under && remaining > 0 && t('handover.remaining', { count: remaining }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Group>
        {it.status === 'running' && (
          <Button
            variant="default"
            loading={command.isPending}
            onClick={() => command.mutate({ below: '/pause' })}
          >
            {t('handover.pause')}
          </Button>
        )}
        {it.status === 'paused' && (
          <Button loading={command.isPending} onClick={() => command.mutate({ below: '/resume' })}>
            {t('handover.resume')}
          </Button>
        )}
        {(it.status === 'running' || it.status === 'paused') && <Cancel it={it} />}
        {(it.status === 'completed' || it.status === 'cancelled') && it.moved > 0 && <Undo it={it} />}
        {(it.status === 'completed' || it.status === 'undone') && (
          <Button
            variant="default"
            loading={command.isPending}
            onClick={() => command.mutate({ below: '/close' })}
          >
            {t('handover.close')}
          </Button>
        )}
        {it.status === 'completed' && (
          <Button component={Link} to={`/handovers/${it.id}/briefing`}>
            {t('handover.toBriefing')}
          </Button>
        )}
      </Group>
      {command.error && <Problem error={command.error} />}
    </section>
  )
}

function Cancelled() {
  const { t } = useWords()
  return (
    <div className="panel">
      <Empty title={t('handover.cancelled')}>{t('handover.cancelledMeans')}</Empty>
    </div>
  )
}

function Cancel({ it }: { it: Case }) {
  const { t } = useWords()
  return (
    <WithReason
      it={it}
      below="/cancel"
      button={t('handover.cancel')}
      title={t('handover.cancelTitle')}
      means={t('handover.cancelMeans')}
    />
  )
}

function Undo({ it }: { it: Case }) {
  const { t } = useWords()
  return (
    <WithReason
      it={it}
      below="/undo"
      button={t('handover.undo')}
      title={t('handover.undoTitle')}
      means={t('handover.undoMeans')}
    />
  )
}

/** What cannot be asked for without saying why. */
function WithReason({
  it,
  below,
  button,
  title,
  means,
}: {
  it: Case
  below: string
  button: string
  title: string
  means: string
}) {
  const { t } = useWords()
  const [opened, { open, close }] = useDisclosure()
  const [reason, setReason] = useState('')
  const command = useCaseCommand(it.id)
  return (
    <>
      <Button variant="subtle" className={classes.danger!} onClick={open}>
        {button}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={title}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <form
          onSubmit={(e) => {
            e.preventDefault()
            command.mutate({ below, body: { reason } }, { onSuccess: close })
          }}
        >
          <Text size="sm" mb="sm">
            {means}
          </Text>
          <Textarea
            label={t('common.reason')}
            required
            autosize
            minRows={2}
            maxLength={1000}
            data-autofocus
            value={reason}
            onChange={(e) => setReason(e.currentTarget.value)}
          />
          {command.error && <Problem error={command.error} />}
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={close}>
              {t('handover.notNow')}
            </Button>
            <Button type="submit" color="red.9" loading={command.isPending} disabled={!reason.trim()}>
              {button}
            </Button>
          </Group>
        </form>
      </Modal>
    </>
  )
}

const FIRST = 50

/** Customers that were not moved, or did not go back, with the reason. */
function LeftAlone({ it }: { it: Case }) {
  const { t, word } = useWords()
  const names = useNames()
  const fates = useFates(it)
  const rows = usePreviewRows(it)
  const [all, setAll] = useState(false)
  const nameOf = useMemo(
    () => new Map((rows.data ?? []).map((row) => [row.customer, row.name])),
    [rows.data],
  )
  const left = (fates.data?.customers ?? []).filter((one) => one.code !== undefined)
  if (left.length === 0) return null
  const title: Record<string, string> = {
    failed: t('handover.failed'),
    kept: t('handover.kept'),
  }
  const list = (state: Fate['state']) => {
    const found = left.filter((one) => one.state === state)
    if (found.length === 0) return null
    return (
      <section className="panel" aria-label={title[state]}>
        <h2>
          {title[state]} <span className="faint numbers">{found.length}</span>
        </h2>
        <ul className={classes.left}>
          {found.slice(0, all ? found.length : FIRST).map((one) => (
            <li key={one.customer}>
              <Link to={`/customers/${one.customer}`}>
                {nameOf.get(one.customer) ?? one.customer.slice(-8)}
              </Link>
              <span className="soft">{word('leftAlone', one.code!)}</span>
              <span className="faint">{names.holder(one.to)}</span>
            </li>
          ))}
        </ul>
        {found.length > FIRST && !all && (
          <Button size="xs" variant="default" onClick={() => setAll(true)}>
            {t('common.more', { count: found.length - FIRST })}
          </Button>
        )}
      </section>
    )
  }
  return (
    <>
      {list('failed')}
      {list('kept')}
    </>
  )
}

/** Who did what in the case, the latest first; parts that moved would only repeat themselves. */
function Entries({ entries }: { entries: CaseEntry[] }) {
  const { t, word, format } = useWords()
  const names = useNames()
  const told = entries.filter((it) => !/allotted|customer-|returned|kept/.test(it.name))
  return (
    <aside className="panel" aria-label={t('handover.entries')}>
      <h2>{t('handover.entries')}</h2>
      <ol className={classes.entries}>
        {told.toReversed().map((it) => (
          <li key={it.event}>
            <b>{word('caseEntry', it.name.replace('handover.', ''))}</b>
            <span className="soft">
              {it.actor.startsWith('rule:') ? t('handover.byItself') : names.actor(it.actor)}
            </span>
            <span className="faint numbers">{format.minute(instant(it.recordedAt))}</span>
            {it.reason !== undefined && <span>{personal(it.reason, t)}</span>}
          </li>
        ))}
      </ol>
    </aside>
  )
}
