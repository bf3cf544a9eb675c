import { Button, Group, Popover, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { randomKey } from '../../api/client'
import { useCustomerCommand } from '../../api/commands'
import { useWords } from '../../i18n'
import { MEDIA, type Medium } from '../../life/events'
import { formatInstant, now, type Micros } from '../../life/time'
import { useSession } from '../../session/session'
import { MomentInput } from '../../ui/MomentInput'
import { Problem } from '../../ui/Problem'
import { useOnce } from '../../ui/useOnce'
import classes from './customer.module.css'

interface Draft {
  medium: Medium
  summary: string
  outcome: string | null
  next: string
  due: string
  occurredAt: Micros | null
  /** Made with the draft, so that sending it twice records it once. */
  key: string
}

const OUTCOMES = ['reached', 'interested', 'order', 'no-answer', 'declined']

const fresh = (): Draft => ({
  medium: 'call',
  summary: '',
  outcome: null,
  next: '',
  due: '',
  occurredAt: null,
  key: randomKey(),
})

/** What was typed outlives a refusal, a lost connection and a closed page. */
function useDraft(id: string) {
  const name = `custody.follow-up.${id}`
  const [draft, setDraft] = useState<Draft>(() => {
    try {
      const kept = window.sessionStorage.getItem(name)
      return kept ? { ...fresh(), ...(JSON.parse(kept) as Draft) } : fresh()
    } catch {
      return fresh()
    }
  })
  const update = (next: Draft) => {
    setDraft(next)
    window.sessionStorage.setItem(name, JSON.stringify(next))
  }
  return {
    draft,
    change: (part: Partial<Draft>) => update({ ...draft, ...part }),
    clear: () => {
      setDraft(fresh())
      window.sessionStorage.removeItem(name)
    },
  }
}

/**
 * One click opens it, the second records.
 *
 * @param of the customer's name, where the page shows several
 */
export function FollowUpForm({
  id,
  of,
}: {
  id: string
  of?: string
}) {
  const { t, word } = useWords()
  const [opened, setOpened] = useState(false)
  const { draft, change, clear } = useDraft(id)
  const command = useCustomerCommand(id)
  const { actor } = useSession()
  const ready = draft.summary.trim() !== ''

  const send = useOnce(() =>
    command.mutate(
      {
        method: 'POST',
        path: '/follow-ups',
        idempotencyKey: draft.key,
        body: {
          medium: draft.medium,
          occurredAt: formatInstant(draft.occurredAt ?? now()),
          summary: draft.summary.trim(),
          ...(actor.startsWith('rep:') ? { rep: actor.slice('rep:'.length) } : {}),
          ...(draft.outcome ? { outcome: draft.outcome } : {}),
          ...(draft.next.trim()
            ? { nextStep: { what: draft.next.trim(), ...(draft.due ? { due: draft.due } : {}) } }
            : {}),
        },
      },
      {
        onSuccess: () => {
          clear()
          setOpened(false)
          notifications.show({ message: t('followUp.recorded'), color: 'teal' })
        },
      },
    ),
  )
  const save = () => {
    if (ready && !command.isPending) send()
  }

  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={420}
      shadow="lg"
      // Nothing is typed into a form that is on its way out.
      transitionProps={{ exitDuration: 0 }}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          leftSection={<IconPlus size={16} stroke={2} />}
          onClick={() => setOpened(!opened)}
          aria-expanded={opened}
          {...(of
            ? {
                size: 'compact-sm',
                variant: 'light',
                'aria-label': t('followUp.recordWith', { name: of }),
              }
            : {})}
        >
          {t('followUp.record')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.followUp!} aria-label={t('followUp.record')}>
        <form
          onSubmit={(e) => {
            e.preventDefault()
            save()
          }}
          onKeyDown={(e) => {
            if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) save()
          }}
        >
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('followUp.medium')}
            value={draft.medium}
            onChange={(medium) => change({ medium: medium as Medium })}
            data={MEDIA.map((value) => ({ value, label: word('medium', value) }))}
          />
          <Textarea
            mt={10}
            data-autofocus
            autosize
            minRows={3}
            maxRows={10}
            maxLength={4000}
            aria-label={t('followUp.summary')}
            placeholder={t('followUp.summaryHint')}
            value={draft.summary}
            onChange={(e) => change({ summary: e.currentTarget.value })}
          />
          <Group grow gap={8} mt={8} align="end">
            <Select
              size="xs"
              clearable
              label={t('followUp.outcome')}
              data={OUTCOMES.map((value) => ({ value, label: word('outcome', value) }))}
              value={draft.outcome}
              onChange={(outcome) => change({ outcome })}
              comboboxProps={{ withinPortal: false }}
            />
            <MomentInput
              label={t('followUp.when')}
              value={draft.occurredAt ?? now()}
              onChange={(at) => at !== undefined && change({ occurredAt: at })}
            />
          </Group>
          <Group gap={8} mt={8} align="end" wrap="nowrap">
            <TextInput
              size="xs"
              flex={1}
              label={t('followUp.next')}
              placeholder={t('followUp.nextHint')}
              maxLength={1000}
              value={draft.next}
              onChange={(e) => change({ next: e.currentTarget.value })}
            />
            <TextInput
              size="xs"
              type="date"
              w={142}
              label={t('followUp.due')}
              value={draft.due}
              onChange={(e) => change({ due: e.currentTarget.value })}
            />
          </Group>
          {command.error && (
            <div style={{ marginTop: 10 }}>
              <Problem error={command.error} />
            </div>
          )}
          <Group justify="space-between" mt={14}>
            <span className="faint" style={{ fontSize: 12 }}>
              {t('followUp.keys')}
            </span>
            <Button type="submit" size="xs" disabled={!ready} loading={command.isPending}>
              {t('common.save')}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
