import { Button, Group, Modal, Text, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useEffect, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import {
  KINDS,
  useDryRun,
  useRuleCommand,
  useRuleHistory,
  type Rule,
  type RuleVersion,
} from '../../api/rules'
import { useWords } from '../../i18n'
import { formatInstant, instant, now, type Micros } from '../../life/time'
import { useSession } from '../../session/session'
import { useNames } from '../../ui/holder'
import { MomentInput } from '../../ui/MomentInput'
import { Loading, Page } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { DryRunResult } from './DryRunResult'
import { RuleForm } from './RuleForm'
import { lacks, sentence } from './sentence'
import classes from './rules.module.css'

const NEW: Record<Rule['kind'], Rule> = {
  cadence: { kind: 'cadence', grades: ['A'], rhythm: { type: 'every-days', days: 14 }, media: [] },
  'first-contact': { kind: 'first-contact', grades: [], withinDays: 3, media: [] },
  tenure: { kind: 'tenure', held: 'territory', grades: [], max: 'P1Y', warnDays: 60 },
  recycling: {
    kind: 'recycling',
    grades: [],
    noFollowUpDays: 30,
    deals: [],
    warnDays: 5,
    pool: '',
  },
  'pool-limits': { kind: 'pool-limits', pools: [], claimsPerDay: 5 },
}

/** One rule: how it reads, what it would do, and how it came to read so. */
export function Component() {
  const { id = 'new' } = useParams()
  const { t, word } = useWords()
  const [params] = useSearchParams()
  const history = useRuleHistory(id === 'new' ? undefined : id)
  // What somebody is changing stays what they began on: another's version neither takes what they
  // typed nor is overwritten by it unseen, as the service refuses what was begun on an older one.
  const [begun, setBegun] = useState<RuleVersion[] | null>(null)
  if (id === 'new') {
    const kind = KINDS.find((it) => it === params.get('kind')) ?? 'cadence'
    return (
      <Page title={t('rules.newOf', { kind: word('ruleKind', kind) })}>
        <Editor key={kind} name="" rule={NEW[kind]} />
      </Page>
    )
  }
  if (history.error && !history.data) {
    return (
      <Page title={t('nav.rules')}>
        <Problem error={history.error} retry={() => void history.refetch()} />
      </Page>
    )
  }
  if (!history.data) {
    return (
      <Page title={t('nav.rules')}>
        <Loading />
      </Page>
    )
  }
  const versions = begun?.[0]?.id === id ? begun : history.data
  const set = versions.findLast((it) => it.rule !== undefined)!
  const withdrawn = versions.at(-1)!.rule === undefined
  return (
    <Page title={set.name!} lead={withdrawn ? t('rules.isWithdrawn') : word('ruleKind', set.rule!.kind)}>
      <Editor
        key={`${id} ${set.version}`}
        id={id}
        name={set.name!}
        rule={set.rule!}
        withdrawn={withdrawn}
        versions={versions}
        onTouched={(touched) => setBegun(touched ? versions : null)}
      />
    </Page>
  )
}

interface EditorProps {
  id?: string
  name: string
  rule: Rule
  withdrawn?: boolean
  versions?: RuleVersion[]
  /** Told true once something is changed, and false once nothing is or it is saved. */
  onTouched?: (touched: boolean) => void
}

function Editor({ id, withdrawn = false, versions = [], onTouched, ...as }: EditorProps) {
  const words = useWords()
  const { t } = words
  const { roles } = useSession()
  const navigate = useNavigate()
  const [name, setName] = useState(as.name)
  const [rule, setRule] = useState(as.rule)
  const [from, setFrom] = useState<Micros>()
  const [reason, setReason] = useState('')
  const dryRun = useDryRun()
  const { set } = useRuleCommand()
  const touched = name !== as.name || rule !== as.rule || reason !== '' || from !== undefined
  useEffect(() => {
    onTouched?.(touched)
    // whom it is told to changes with every rendering, what is told does not
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [touched])
  const may = roles.includes('admin')
  const missing = lacks(name, rule)
  const effectiveAt = from === undefined ? null : formatInstant(from)
  const save = () =>
    set.mutate(
      { id, version: versions.at(-1)?.version ?? 0, name, rule, effectiveAt, reason },
      {
        onSuccess: (receipt) => {
          notifications.show({ message: t('rules.saved'), color: 'teal' })
          setReason('')
          onTouched?.(false)
          void navigate(`/rules/${receipt.id}`, { replace: true })
        },
      },
    )
  return (
    <div className={classes.editor}>
      <div>
        <form
          className="panel"
          onSubmit={(e) => {
            e.preventDefault()
            save()
          }}
        >
          <fieldset disabled={!may}>
            <TextInput
              label={t('rules.name')}
              required
              maxLength={200}
              value={name}
              onChange={(e) => setName(e.currentTarget.value)}
            />
            <RuleForm rule={rule} onChange={setRule} />
          </fieldset>
          <p className={classes.sentence} aria-live="polite">
            {missing.length > 0
              ? missing.map((it) => t(`rules.lacks.${it}`)).join(' ')
              : sentence(rule, words)}
          </p>
          {may && (
            <>
              <Group align="flex-end">
                <MomentInput
                  label={t('rules.from')}
                  description={t('rules.fromHint')}
                  value={from ?? null}
                  onChange={setFrom}
                />
                {from !== undefined && from < now() && (
                  <Text size="sm" c="var(--past)">
                    {t('rules.fromPast')}
                  </Text>
                )}
              </Group>
              <Textarea
                label={t('common.reason')}
                required
                autosize
                minRows={2}
                maxLength={1000}
                value={reason}
                onChange={(e) => setReason(e.currentTarget.value)}
              />
              {set.error && <Problem error={set.error} />}
              <Group justify="flex-end">
                {id && !withdrawn && <Withdraw id={id} />}
                <Button
                  variant="default"
                  loading={dryRun.isPending}
                  disabled={missing.some((it) => it !== 'name')}
                  onClick={() => dryRun.mutate({ rule, effectiveAt })}
                >
                  {t('rules.tryIt')}
                </Button>
                <Button
                  type="submit"
                  loading={set.isPending}
                  disabled={missing.length > 0 || !reason.trim()}
                >
                  {t(id ? 'rules.change' : 'rules.set')}
                </Button>
              </Group>
            </>
          )}
        </form>
        {dryRun.error && <Problem error={dryRun.error} />}
        {dryRun.data && <DryRunResult run={dryRun.data} />}
      </div>
      {versions.length > 0 && <Versions versions={versions} />}
    </div>
  )
}

function Withdraw({ id }: { id: string }) {
  const { t } = useWords()
  const [opened, { open, close }] = useDisclosure()
  const [reason, setReason] = useState('')
  const { withdraw } = useRuleCommand()
  return (
    <>
      <Button variant="subtle" className={classes.danger!} onClick={open}>
        {t('rules.withdraw')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('rules.withdrawTitle')}
        centered
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Text size="sm" mb="sm">
          {t('rules.withdrawMeans')}
        </Text>
        <Textarea
          label={t('common.reason')}
          required
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        {withdraw.error && <Problem error={withdraw.error} />}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {t('common.cancel')}
          </Button>
          <Button
            loading={withdraw.isPending}
            disabled={!reason.trim()}
            onClick={() => withdraw.mutate({ id, reason }, { onSuccess: close })}
          >
            {t('rules.withdraw')}
          </Button>
        </Group>
      </Modal>
    </>
  )
}

/** Who set what, when, since when and why; the latest first. */
function Versions({ versions }: { versions: RuleVersion[] }) {
  const words = useWords()
  const { t, format } = words
  const names = useNames()
  return (
    <aside className="panel" aria-label={t('rules.versions')}>
      <h2>{t('rules.versions')}</h2>
      <ol className={classes.versions}>
        {versions.toReversed().map((it) => (
          <li key={it.event}>
            <b>{it.rule ? it.name : t('rules.withdrawn')}</b>
            {it.rule && <span>{sentence(it.rule, words)}</span>}
            <span className="soft numbers">
              {t('rules.since', {
                day: format.minute(instant(it.effectiveAt)),
                who: names.actor(it.actor),
                version: it.version,
              })}
            </span>
            {it.reason && <span className="faint">{it.reason}</span>}
          </li>
        ))}
      </ol>
    </aside>
  )
}
