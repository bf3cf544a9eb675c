import { ActionIcon, Button, Group, Progress, SegmentedControl, Text } from '@mantine/core'
import {
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
} from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useWords } from '../../i18n'
import { openSteps, type CustomerAt } from '../../life/customer'
import type { Life } from '../../life/definition'
import { isErased, type Recorded } from '../../life/events'
import { DAY, HOUR, type Micros } from '../../life/time'
import { toneOf, useDescribe } from '../../ui/describe'
import { HolderName, useNames } from '../../ui/holder'
import { personal } from '../../ui/personal'
import { chapterAt, chapters } from './chapters'
import classes from './customer.module.css'

interface Props {
  life: Life
  /** At the stop that is shown. */
  customer: CustomerAt
  asOf: Micros
  now: Micros
  onAt: (at: Micros) => void
  onDone: () => void
}

/** Seconds at a stop; 0 = until somebody goes on. */
const PACES = [0, 8, 4] as const
const SILENCE = 21 * DAY

/**
 * The history told to whoever takes over: stop by stop, at their own speed, with beside it what they
 * would have had to know at that moment.
 */
export function Replay({ life, customer, asOf, now, onAt, onDone }: Props) {
  const { t, format } = useWords()
  const walk = useMemo(() => chapters(life, now, HOUR), [life, now])
  const index = chapterAt(walk, asOf)
  const chapter = walk[index]
  const [pace, setPace] = useState<number>(0)
  const root = useRef<HTMLDivElement>(null)

  const go = (to: number) => {
    const next = walk[to]
    if (next) onAt(next.events.reduce((last, it) => Math.max(last, it.effectiveAt), next.at))
    if (to >= walk.length - 1) setPace(0)
  }
  const latest = useRef(go)
  latest.current = go

  useEffect(() => {
    root.current?.focus({ preventScroll: true })
    latest.current(0)
    // from the beginning, once
  }, [])
  useEffect(() => {
    if (pace === 0) return undefined
    const timer = window.setTimeout(() => latest.current(index + 1), pace * 1000)
    return () => window.clearTimeout(timer)
  }, [pace, index])

  if (!chapter) return null
  const last = index === walk.length - 1
  return (
    <div
      ref={root}
      className={classes.replay}
      role="group"
      aria-label={t('replay.title')}
      tabIndex={-1}
      onKeyDown={(e) => {
        if ((e.target as Element).closest('[role="radiogroup"]')) return
        if (e.key === 'ArrowRight') go(index + 1)
        else if (e.key === 'ArrowLeft') go(index - 1)
        else if (e.key === 'Home') go(0)
        else if (e.key === 'End') go(walk.length - 1)
        else if (e.key === 'Escape') onDone()
        else return
        e.preventDefault()
      }}
    >
      <section className={`panel ${classes.story}`}>
        <Progress
          value={(100 * (index + 1)) / walk.length}
          size={3}
          radius={0}
          aria-label={t('replay.progress')}
        />
        <div className={classes.storyHead}>
          <Text size="sm" c="var(--ink-soft)" className="numbers">
            {t('replay.stop', { number: index + 1, of: walk.length })}
          </Text>
          <SegmentedControl
            size="xs"
            aria-label={t('replay.pace')}
            value={String(pace)}
            onChange={(value) => setPace(Number(value))}
            data={PACES.map((it) => ({
              value: String(it),
              label: it === 0 ? t('replay.myself') : t('replay.every', { seconds: it }),
            }))}
          />
        </div>
        <div className={classes.storyBody} aria-live={pace === 0 ? 'polite' : 'off'}>
          {chapter.silence > SILENCE && (
            <Text size="sm" c="var(--ink-faint)" mb={6}>
              {t('replay.silence', { span: format.span(chapter.silence) })}
            </Text>
          )}
          <Text fz={22} fw={650} lh={1.25} style={{ letterSpacing: '-0.015em' }}>
            {format.day(chapter.at)}
          </Text>
          <ol className={classes.storyEvents}>
            {chapter.events.map((it) => (
              <Told key={it.eventId} it={it} />
            ))}
          </ol>
        </div>
        <Group className={classes.storyFoot!} justify="space-between">
          <Button
            variant="default"
            leftSection={<IconChevronLeft size={16} aria-hidden />}
            disabled={index === 0}
            onClick={() => go(index - 1)}
          >
            {t('replay.before')}
          </Button>
          <ActionIcon
            variant="subtle"
            size="lg"
            radius="xl"
            disabled={last}
            aria-label={t(pace === 0 ? 'timeline.play' : 'timeline.pause')}
            onClick={() => setPace(pace === 0 ? PACES[1] : 0)}
          >
            {pace === 0 ? <IconPlayerPlayFilled size={17} /> : <IconPlayerPauseFilled size={17} />}
          </ActionIcon>
          {last ? (
            <Button onClick={onDone}>{t('replay.done')}</Button>
          ) : (
            <Button
              rightSection={<IconChevronRight size={16} aria-hidden />}
              onClick={() => go(index + 1)}
            >
              {t('replay.next')}
            </Button>
          )}
        </Group>
      </section>
      <Briefing life={life} customer={customer} asOf={asOf} />
    </div>
  )
}

function Told({ it }: { it: Recorded }) {
  const { t, format } = useWords()
  const { title, detail } = useDescribe()(it)
  const names = useNames()
  const step =
    it.name === 'follow-up.recorded' || it.name === 'follow-up.amended'
      ? it.event.details.nextStep
      : undefined
  return (
    <li data-tone={toneOf(it.name)}>
      <Text fw={600}>{title}</Text>
      {detail && <Text c="var(--ink-soft)">{detail}</Text>}
      {step && (
        <Text size="sm">
          <span className="faint">{t('history.nextStep')}</span> {personal(step.what, t)}
          {step.due && <span className="faint"> · {format.date(step.due)}</span>}
        </Text>
      )}
      {it.reason !== undefined && (
        <Text size="sm" c="var(--ink-soft)">
          <span className="faint">{t('history.why')}</span> {personal(it.reason, t)}
        </Text>
      )}
      <Text size="xs" c="var(--ink-faint)">
        {it.source?.author !== undefined ? personal(it.source.author, t) : names.actor(it.actor)}
      </Text>
    </li>
  )
}

const CONTACTS = 3

/** What one would have had to know at that moment. */
function Briefing({ life, customer, asOf }: { life: Life; customer: CustomerAt; asOf: Micros }) {
  const words = useWords()
  const { t, word, format } = words
  const describe = useDescribe()
  const steps = openSteps(customer)
  const complaints = [...customer.complaints.values()].filter((it) => !it.resolved)
  const contacts = useMemo(
    () =>
      life.events
        .filter((it) => it.name === 'follow-up.recorded' && it.effectiveAt <= asOf)
        .slice(-CONTACTS)
        .reverse(),
    [life, asOf],
  )
  return (
    <aside className={`panel ${classes.briefing}`} aria-label={t('replay.briefing')}>
      <h2>{t('replay.briefing')}</h2>
      {customer.holder && <HolderName holder={customer.holder} />}
      <Heading text={t('profile.steps')} count={steps.length} />
      {steps.length === 0 ? (
        <Text size="sm" c="var(--ink-faint)">
          {t('profile.noSteps')}
        </Text>
      ) : (
        <ul>
          {steps.map(({ followUp, details }) => (
            <li key={followUp}>
              {personal(details.nextStep?.what, t)}
              {details.nextStep?.due && (
                <span className="faint"> · {format.date(details.nextStep.due)}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {complaints.length > 0 && (
        <>
          <Heading text={t('profile.complaints')} count={complaints.length} />
          <ul>
            {complaints.map(({ details }, i) => (
              <li key={i}>
                {personal(details.summary, t)}
                <span className="faint"> · {word('severity', details.severity)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {customer.dates.size > 0 && (
        <>
          <Heading text={t('profile.dates')} count={customer.dates.size} />
          <ul>
            {[...customer.dates].map(([id, it]) => (
              <li key={id}>
                {word('dateKind', it.kind)}
                <span className="faint">
                  {' · '}
                  {isErased(it.date) ? t('common.erased') : format.date(it.date)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {contacts.length > 0 && (
        <>
          <Heading text={t('replay.lastContacts')} />
          <ul>
            {contacts.map((it) => {
              const { title, detail } = describe(it)
              return (
                <li key={it.eventId}>
                  <b>{title}</b> {detail}
                  <span className="faint"> · {format.day(it.effectiveAt)}</span>
                </li>
              )
            })}
          </ul>
        </>
      )}
    </aside>
  )
}

function Heading({ text, count }: { text: string; count?: number }) {
  return (
    <h3>
      {text}
      {count !== undefined && count > 0 && <span className="faint numbers"> {count}</span>}
    </h3>
  )
}
