import { Button, Group, Modal, Text, Textarea } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { onReasonMissing, setReason } from '../api/client'
import { useWords } from '../i18n'
import { useSession } from './session'
import classes from './session.module.css'

const REMEMBERED = 'custody.reason'
const LONGEST = 1000

/**
 * Auditors see personal data once they have said why they look. Said once, it goes on record with
 * every look until they change it, take it back, or sign out.
 */
export function Reason() {
  const { t } = useWords()
  const audits = useSession().roles.includes('auditor')
  const queries = useQueryClient()
  const [reason, remember] = useState(() => window.sessionStorage.getItem(REMEMBERED) ?? '')
  const [asking, setAsking] = useState(false)
  const waiting = useRef<((said: boolean) => void)[]>([])
  // Before any page asks the service for something.
  setReason(audits ? reason : '')

  useEffect(() => {
    if (!audits) return undefined
    onReasonMissing(
      () =>
        new Promise((resolve) => {
          waiting.current.push(resolve)
          setAsking(true)
        }),
    )
    return () => onReasonMissing(undefined)
  }, [audits])

  if (!audits) return null
  const close = (said: boolean) => {
    setAsking(false)
    waiting.current.splice(0).forEach((resolve) => resolve(said))
  }
  const say = (next: string) => {
    remember(next)
    setReason(next)
    if (next) window.sessionStorage.setItem(REMEMBERED, next)
    else window.sessionStorage.removeItem(REMEMBERED)
    close(next !== '')
    // What was shown masked is shown open now, or the other way round.
    void queries.invalidateQueries()
  }
  return (
    <>
      <section className={classes.reason} data-said={reason !== ''} aria-label={t('reason.banner')}>
        {reason ? <IconEye size={17} aria-hidden /> : <IconEyeOff size={17} aria-hidden />}
        <Text size="sm" component="span" className={classes.reasonText!}>
          {reason ? t('reason.said', { reason }) : t('reason.masked')}
        </Text>
        <Group gap={6} wrap="nowrap">
          <Button size="compact-xs" variant={reason ? 'default' : 'filled'} onClick={() => setAsking(true)}>
            {t(reason ? 'reason.change' : 'reason.say')}
          </Button>
          {reason && (
            <Button size="compact-xs" variant="default" onClick={() => say('')}>
              {t('reason.takeBack')}
            </Button>
          )}
        </Group>
      </section>
      <Modal
        zIndex={1000}
        opened={asking}
        onClose={() => close(false)}
        title={t('reason.title')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
        centered
      >
        <Question before={reason} say={say} cancel={() => close(false)} />
      </Modal>
    </>
  )
}

function Question({
  before,
  say,
  cancel,
}: {
  before: string
  say: (reason: string) => void
  cancel: () => void
}) {
  const { t } = useWords()
  const [text, setText] = useState(before)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim()) say(text.trim())
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <Text size="sm">{t('reason.lead')}</Text>
      <Textarea
        label={t('reason.label')}
        placeholder={t('reason.example')}
        autosize
        minRows={2}
        maxLength={LONGEST}
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        required
      />
      <Group justify="flex-end">
        <Button variant="subtle" color="gray" onClick={cancel}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" disabled={!text.trim()}>
          {t('reason.do')}
        </Button>
      </Group>
    </form>
  )
}
