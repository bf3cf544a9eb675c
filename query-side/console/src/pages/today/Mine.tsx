import { ActionIcon, Button, Menu, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import {
  IconAlarm,
  IconAlertTriangle,
  IconCheck,
  IconCake,
  IconChecklist,
  IconHourglassLow,
  IconPhoneOutgoing,
  IconRecycle,
  IconSparkles,
  IconUserShare,
  IconUsers,
} from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useWords } from '../../i18n'
import { useNames } from '../../ui/holder'
import { Empty } from '../../ui/Page'
import { useMay } from '../../session/session'
import { explain, Problem } from '../../ui/Problem'
import { FollowUpForm } from '../customer/FollowUpForm'
import {
  later,
  needsContact,
  nextMonday,
  sections,
  useInbox,
  useMark,
  type Entry,
  type EntryKind,
  type Mark,
  type Visit,
} from './inbox'
import classes from './today.module.css'

const ICONS: Record<EntryKind, typeof IconCheck> = {
  next_step: IconChecklist,
  date: IconCake,
  cadence: IconPhoneOutgoing,
  first_contact: IconSparkles,
  recycling: IconRecycle,
  tenure: IconHourglassLow,
  cover_end: IconUserShare,
  alert: IconAlertTriangle,
  team_overdue: IconUsers,
  team_recycling: IconRecycle,
  team_tenure: IconHourglassLow,
}

/** Everybody's own list, in which everything is done where it stands. */
export function Mine() {
  const { t, word, format } = useWords()
  const [params, setParams] = useSearchParams()
  const inbox = useInbox()
  const only = params.get('kind')
  const mayClaim = useMay()('claim', 'assign')
  const { list, leave } = useNextInLine(inbox.data?.entries)
  if (inbox.error && !inbox.data) return <Problem error={inbox.error} retry={() => void inbox.refetch()} />
  if (!inbox.data) return <Waiting />
  const { entries, today, counts, next } = inbox.data
  const more = next ? Object.values(counts).reduce((sum, count) => sum + count, 0) - entries.length : 0
  const kinds = new Map<EntryKind, number>()
  for (const { kind } of entries) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const shown = sections(only ? entries.filter((entry) => entry.kind === only) : entries)
  return (
    <div ref={list}>
      {kinds.size > 1 && (
        <div className={classes.kinds} role="group" aria-label={t('today.only')}>
          {[...kinds].map(([kind, count]) => {
            const Icon = ICONS[kind] ?? IconChecklist
            return (
              <button
                key={kind}
                type="button"
                aria-pressed={only === kind}
                onClick={() => setParams(only === kind ? {} : { kind }, { replace: true })}
              >
                <Icon size={15} stroke={1.8} aria-hidden />
                {word('entry', kind)}
                <b className="numbers">{format.number(count)}</b>
              </button>
            )
          })}
        </div>
      )}
      {shown.length === 0 && (
        <div className="panel">
          <Empty title={t(only ? 'today.clearFilter' : 'today.clear')}>
            <p className={classes.advice}>{!only && t('today.clearAdvice')}</p>
            <Link to={inbox.data.rep ? `/customers?owner=${inbox.data.rep}` : '/customers'}>{t('today.browse')}</Link>
            {mayClaim && (
              <>
                {' · '}
                <Link to="/pool">{t('today.pool')}</Link>
              </>
            )}
          </Empty>
        </div>
      )}
      {shown.map((section) => (
        <section key={section.when} className={classes.section} aria-label={t(`today.${section.when}`)}>
          <h2 data-when={section.when}>
            {t(`today.${section.when}`)}
            <span className="numbers">{format.number(section.count)}</span>
          </h2>
          <ul className={`panel ${classes.visits}`}>
            {section.visits.map((visit) => (
              <VisitRow key={visit.key} visit={visit} today={today} leave={leave} />
            ))}
          </ul>
        </section>
      ))}
      {more > 0 && !only && (
        <Text size="sm" c="var(--ink-soft)">
          {t('today.more', { count: more })}
        </Text>
      )}
    </div>
  )
}

/** Whoever settles one thing after the other by the keyboard is at the next one each time. */
function useNextInLine(entries: readonly Entry[] | undefined) {
  const list = useRef<HTMLDivElement>(null)
  const gone = useRef<{ wish: Mark; place: number }>(undefined)
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])]
  useEffect(() => {
    if (!gone.current || entries?.some((entry) => entry.id === gone.current?.wish.id)) return
    const { wish, place } = gone.current
    gone.current = undefined
    const left = rows()
    const buttons = left[Math.min(place, left.length - 1)]?.querySelectorAll<HTMLElement>('button')
    // At the same deed: whoever puts one thing off after the other must not tick one.
    buttons?.[wish.as === 'snooze' ? buttons.length - 1 : 0]?.focus()
  }, [entries])
  const leave = (wish: Mark) => {
    gone.current = { wish, place: rows().findIndex((row) => row.dataset['entry'] === wish.id) }
  }
  return { list, leave }
}

function VisitRow({
  visit,
  today,
  leave,
}: {
  visit: Visit
  today: string
  leave: (wish: Mark) => void
}) {
  const { t } = useWords()
  const mark = useMark()
  const words = useWords()
  const names = useNames()
  const name =
    visit.name ??
    (visit.customer
      ? t('common.erased')
      : visit.rep
        ? names.rep(visit.rep)
        : t('today.territory'))
  const send = (wish: Mark, said: string) => {
    leave(wish)
    mark.mutate(wish, {
      onSuccess: () =>
        notifications.show({
          color: 'teal',
          message: wish.id.startsWith('next-step~') && wish.as === 'done' ? said : (
            <span className={classes.said}>
              {said}
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => mark.mutate({ id: wish.id, as: 'unmarked' })}
              >
                {t('today.undo')}
              </Button>
            </span>
          ),
        }),
      onError: (error) => {
        const { title, advice } = explain(error, words)
        notifications.show({ color: 'red', title, message: advice })
      },
    })
  }

  return (
    <li className={classes.visit}>
      <div className={classes.who}>
        {visit.customer ? (
          <Link to={`/customers/${visit.customer}`}>{name}</Link>
        ) : visit.rep ? (
          <Link to={`/reps/${visit.rep}`}>{name}</Link>
        ) : (
          <b>{name}</b>
        )}
        {visit.customer && (
          <FollowUpForm id={visit.customer} of={name} />
        )}
      </div>
      <ul className={classes.entries}>
        {visit.entries.map((entry) => (
          <EntryRow key={entry.id} entry={entry} name={name} today={today} send={send} />
        ))}
      </ul>
    </li>
  )
}

function EntryRow({
  entry,
  name,
  today,
  send,
}: {
  entry: Entry
  name: string
  today: string
  send: (mark: Mark, said: string) => void
}) {
  const { t, word, format } = useWords()
  const Icon = ICONS[entry.kind] ?? IconChecklist
  const what = word('entry', entry.kind)
  const prefix = entry.kind === 'date' ? 'dateKind' : entry.kind === 'alert' ? 'alert' : 'because'
  const said = [
    word(prefix, entry.detail ?? ''),
    entry.text,
    entry.most !== undefined
      ? t('today.ofMost', { count: entry.count ?? 1, most: entry.most })
      : entry.count !== undefined && t('today.times', { count: entry.count }),
  ].filter(Boolean)
  const snooze = (until: string) =>
    send({ id: entry.id, as: 'snooze', until }, t('today.putOff', { day: format.date(until) }))
  return (
    <li className={classes.entry} data-entry={entry.id}>
      <span className={classes.icon} data-kind={entry.kind}>
        <Icon size={16} stroke={1.8} aria-hidden />
      </span>
      <span className={classes.what}>
        <span className={classes.kind}>{what}</span>
        {said.length > 0 && <span className={classes.text}>{said.join(' · ')}</span>}
      </span>
      {entry.on && (
        <span className={`${classes.on} numbers`} data-when={entry.when}>
          {entry.when === 'overdue'
            ? t('today.since', { day: format.date(entry.on) })
            : t(entry.kind === 'date' ? 'today.on' : 'today.by', { day: format.date(entry.on) })}
        </span>
      )}
      <span className={classes.acts}>
        {!needsContact(entry.kind) && (
          <ActionIcon
            variant="subtle"
            color="teal"
            aria-label={t('today.doneNamed', { what, name })}
            title={t('today.done')}
            onClick={() => send({ id: entry.id, as: 'done' }, t('today.ticked'))}
          >
            <IconCheck size={17} stroke={2} />
          </ActionIcon>
        )}
        <Menu position="bottom-end" shadow="md" withinPortal>
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('today.snoozeNamed', { what, name })}
              title={t('today.snooze')}
            >
              <IconAlarm size={17} stroke={1.8} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown aria-label={t('today.snooze')}>
            <Menu.Item onClick={() => snooze(later(today, 1))}>{t('today.tomorrow')}</Menu.Item>
            <Menu.Item onClick={() => snooze(later(today, 3))}>{t('today.inThree')}</Menu.Item>
            <Menu.Item onClick={() => snooze(nextMonday(today))}>{t('today.nextMonday')}</Menu.Item>
            <Menu.Item onClick={() => snooze(later(today, 7))}>{t('today.nextWeek')}</Menu.Item>
            <div className={classes.other}>
              <TextInput
                size="xs"
                type="date"
                label={t('today.other')}
                min={later(today, 1)}
                max={later(today, 366)}
                onKeyDown={(e) => {
                  const until = e.currentTarget.value
                  if (e.key === 'Enter' && until > today) snooze(until)
                }}
                onBlur={(e) => {
                  if (e.currentTarget.value > today) snooze(e.currentTarget.value)
                }}
              />
            </div>
          </Menu.Dropdown>
        </Menu>
      </span>
    </li>
  )
}

function Waiting() {
  return (
    <div className={`panel ${classes.waiting}`} aria-busy>
      {[180, 240, 140, 210].map((width) => (
        <span key={width} style={{ width }} />
      ))}
    </div>
  )
}
