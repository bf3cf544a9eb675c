import { Button, Chip, Group, SegmentedControl, Text } from '@mantine/core'
import { IconArrowBackUp, IconArrowUp, IconLink, IconPencil } from '@tabler/icons-react'
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { ownVersion } from '../../api/commands'
import { useFields } from '../../api/queries'
import { useWords } from '../../i18n'
import { mirror, type Version } from '../../life/mirror'
import { holds, type Life } from '../../life/definition'
import { isErased, type Recorded } from '../../life/events'
import { HOUR, type Micros, dayOf } from '../../life/time'
import { useMay } from '../../session/session'
import { toneOf, useDescribe } from '../../ui/describe'
import { useNames } from '../../ui/holder'
import { personal } from '../../ui/personal'
import { Value } from '../../ui/Value'
import classes from './customer.module.css'
import { grouped } from './feed'
import type { Tone } from '../../lanes/model'

type Order = 'happened' | 'recorded'
type Label = ReturnType<typeof useFields>['label']

interface Props {
  id: string
  life: Life
  asOf: Micros
  knownAt: Micros
  /** Whether the moment is on its way: what nobody sees waits until it rests. */
  moving?: boolean
  /** The event to bring into sight; a new object each time. */
  target: { event: string } | null
  onAt: (at: Micros) => void
  onVoid: (event: Recorded) => void
  onAmend: (followUp: string) => void
}

const STEP = 60
/** Of an entry, in pixels. */
const LOWEST = 64
const TONES: readonly Tone[] = [
  'follow-up', 'call', 'complaint', 'ownership', 'profile', 'contact', 'date', 'assortment', 'correction',
]

/** Everything that happened up to the moment, the latest first. */
export const History = memo(function History(props: Props) {
  const { life, asOf, knownAt, moving = false, target, onAt, onVoid, onAmend } = props
  const { t, word, format } = useWords()
  // Asked once for all entries: sixty that each ask are made anew with every look at another moment.
  const names = useNames()
  const describe = useDescribe()
  const { label } = useFields()
  const may = useMay()
  const [order, setOrder] = useState<Order>('happened')
  const [filter, setFilter] = useState<string[]>([])
  const [shown, setShown] = useState(STEP)
  const root = useRef<HTMLDivElement>(null)

  const news = useNews(props.id, life)

  const present = useMemo(() => new Set(life.events.map((it) => toneOf(it.name))), [life])
  const items = useMemo(() => {
    const time = (it: Recorded) => (order === 'happened' ? it.effectiveAt : it.recordedAt)
    return life.events
      .filter((it) => filter.length === 0 || filter.includes(toneOf(it.name)))
      .sort((a, b) => time(b) - time(a) || b.version - a.version)
  }, [life, order, filter])
  // Later facts are left out, not greyed: one reads what could be read then.
  const visible = useMemo(
    () =>
      items.filter(
        (it) =>
          it.version <= news.until &&
          it.recordedAt <= knownAt &&
          (order === 'recorded' || it.effectiveAt <= asOf),
      ),
    [items, asOf, knownAt, order, news.until],
  )
  const entries = useMemo(
    () => grouped(visible, (it) => (order === 'happened' ? it.effectiveAt : it.recordedAt)),
    [visible, order],
  )
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const open = (burst: Recorded[]) => setOpened(new Set([...opened, burst[0]!.eventId]))
  const versions = useMemo(() => previousVersions(life), [life])

  const [wanted, setWanted] = useState<string | null>(null)
  useEffect(() => {
    if (!target) return
    setFilter([])
    setWanted(target.event)
  }, [target])
  useLayoutEffect(() => {
    if (wanted === null) return
    const index = entries.findIndex((it) =>
      'burst' in it
        ? it.burst.some((event) => event.eventId === wanted)
        : it.event.eventId === wanted,
    )
    const entry = entries[index]
    if (!entry) return
    if (index >= shown) setShown(index + STEP)
    else if ('burst' in entry && !opened.has(entry.burst[0]!.eventId)) open(entry.burst)
    else {
      const element = root.current?.querySelector<HTMLElement>(`#event-${wanted}`)
      element?.scrollIntoView({ block: 'center' })
      element?.focus({ preventScroll: true })
      setWanted(null)
    }
  }, [wanted, entries, shown, opened])

  const list = useRef<HTMLOListElement>(null)
  // Whoever has the focus in the list, or is brought there, does not lose it.
  const few = moving && wanted === null && !list.current?.contains(document.activeElement)
  const seen = useRef({ height: 0, room: STEP })
  useEffect(() => {
    const { top, height } = list.current!.getBoundingClientRect()
    seen.current = {
      height: few ? seen.current.height : height,
      room: 1 + Math.ceil(Math.max(0, window.innerHeight - top) / LOWEST),
    }
  })

  let month = ''
  return (
    <div ref={root}>
      <div className={classes.feedTools}>
        <Chip.Group multiple value={filter} onChange={setFilter}>
          <Group gap={6} role="group" aria-label={t('history.filter')}>
            {TONES.filter((tone) => present.has(tone)).map((tone) => (
              <Chip key={tone} value={tone} size="xs" variant="light">
                {word('family', tone)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <SegmentedControl
          size="xs"
          aria-label={t('history.order')}
          value={order}
          onChange={(value) => setOrder(value as Order)}
          data={[
            { value: 'happened', label: t('history.happened') },
            { value: 'recorded', label: t('history.recorded') },
          ]}
        />
      </div>
      <div role="status">
        {news.count > 0 && (
          <Button
            fullWidth
            size="compact-sm"
            variant="light"
            mb="sm"
            leftSection={<IconArrowUp size={14} aria-hidden />}
            onClick={news.show}
          >
            {t('history.news', { count: news.count })}
          </Button>
        )}
      </div>
      {visible.length === 0 && (
        <Text size="sm" c="var(--ink-soft)" py="xl" ta="center">
          {t('history.nothing')}
        </Text>
      )}
      {/* As high as with all of it: nothing below or beside it jumps. */}
      <ol ref={list} className={classes.feed} style={few ? { minHeight: seen.current.height } : undefined}>
        {entries.slice(0, few ? Math.min(shown, seen.current.room) : shown).map((item) => {
          const first = 'burst' in item ? item.burst[0]! : item.event
          const at = order === 'happened' ? first.effectiveAt : first.recordedAt
          const heading = format.month(at)
          const begins = heading !== month
          month = heading
          return (
            <li key={first.eventId}>
              {begins && <h3 className={classes.month}>{heading}</h3>}
              {'burst' in item && !opened.has(first.eventId) ? (
                <Burst events={item.burst} at={at} names={names} onOpen={() => open(item.burst)} />
              ) : (
                ('burst' in item ? item.burst : [item.event]).map((it) => (
                  <Entry
                    key={it.eventId}
                    life={life}
                    it={it}
                    at={order === 'happened' ? it.effectiveAt : it.recordedAt}
                    struck={life.voidedBy.has(it.eventId) && !holds(life, it, knownAt)}
                    before={versions.get(it.eventId)}
                    names={names}
                    describe={describe}
                    label={label}
                    onAt={onAt}
                    onVoid={may('correct') ? onVoid : undefined}
                    onAmend={may('follow-up') ? onAmend : undefined}
                  />
                ))
              )}
            </li>
          )
        })}
      </ol>
      {entries.length > shown && (
        <Button variant="default" size="xs" mt="sm" onClick={() => setShown(shown + STEP)}>
          {t('common.more', { count: entries.length - shown })}
        </Button>
      )}
    </div>
  )
})

/**
 * What others record while somebody reads is told, and shown when they want it: nothing jumps away
 * under the eyes. What they record themselves is shown at once.
 */
function useNews(id: string, life: Life) {
  const [read, setRead] = useState(life.version)
  const until = Math.max(read, ownVersion(id))
  return {
    until,
    count: Math.max(0, life.version - until),
    show: () => setRead(life.version),
  }
}

function Burst({
  events,
  at,
  names,
  onOpen,
}: {
  events: Recorded[]
  at: Micros
  names: ReturnType<typeof useNames>
  onOpen: () => void
}) {
  const { t, word, format } = useWords()
  const first = events[0]!
  const counts = new Map<string, number>()
  for (const it of events) counts.set(toneOf(it.name), (counts.get(toneOf(it.name)) ?? 0) + 1)
  return (
    <article className={classes.entry} data-tone={toneOf(first.name)}>
      <div className={classes.entryMark} aria-hidden />
      <div className={classes.entryBody}>
        <div className={classes.entryHead}>
          <Text size="sm" fw={620} component="h4" className={classes.entryTitle!}>
            {t('history.burst', { count: events.length })}
          </Text>
          <span className={classes.when}>
            {format.shortDay(at)} · {format.time(at)}
          </span>
        </div>
        <Text size="sm" c="var(--ink-soft)">
          {[...counts].map(([tone, count]) => `${word('family', tone)} ${count}`).join(' · ')}
        </Text>
        <div className={classes.entryFoot}>
          {first.source?.author !== undefined && <span>{personal(first.source.author, t)}</span>}
          <span>{names.actor(first.actor)}</span>
          <Button size="compact-xs" variant="subtle" onClick={onOpen}>
            {t('history.openBurst')}
          </Button>
        </div>
      </div>
    </article>
  )
}

/** What each event's fields were before it, by event and field. */
function previousVersions(life: Life): Map<string, Map<string, Version | undefined>> {
  const before = new Map<string, Map<string, Version | undefined>>()
  for (const [field, versions] of mirror(life, Number.MAX_SAFE_INTEGER)) {
    let last: Version | undefined
    for (const version of versions) {
      const of = before.get(version.by.eventId) ?? new Map<string, Version | undefined>()
      before.set(version.by.eventId, of.set(field, last))
      if (!version.voidedBy) last = version
    }
  }
  return before
}

const Entry = memo(function Entry({
  life,
  it,
  at,
  struck,
  before,
  names,
  describe,
  label,
  onAt,
  onVoid,
  onAmend,
}: {
  life: Life
  it: Recorded
  at: Micros
  struck: boolean
  before: Map<string, Version | undefined> | undefined
  names: ReturnType<typeof useNames>
  describe: ReturnType<typeof useDescribe>
  label: Label
  onAt: (at: Micros) => void
  /** Absent for those who may not. */
  onVoid: ((event: Recorded) => void) | undefined
  onAmend: ((followUp: string) => void) | undefined
}) {
  const { t, format, word } = useWords()
  const { title, detail } = describe(it)
  const correction = life.voidedBy.get(it.eventId)
  const late = it.recordedAt - it.effectiveAt
  const corrected = it.name === 'event.voided' ? life.byId.get(it.event.event) : undefined
  return (
    <article
      id={`event-${it.eventId}`}
      className={classes.entry}
      data-tone={toneOf(it.name)}
      data-struck={struck || undefined}
      tabIndex={-1}
    >
      <div className={classes.entryMark} aria-hidden />
      <div className={classes.entryBody}>
        <div className={classes.entryHead}>
          <Text size="sm" fw={620} component="h4" className={classes.entryTitle!}>
            {struck ? <s>{title}</s> : title}
          </Text>
          <button
            type="button"
            className={classes.when}
            title={t('history.goThere')}
            onClick={() => onAt(it.effectiveAt)}
          >
            {format.shortDay(at)} · {format.time(at)}
          </button>
        </div>
        {it.name === 'profile.amended' && before ? (
          <FieldDiff it={it} before={before} label={label} />
        ) : (
          detail && (
            <Text size="sm" c="var(--ink-soft)" className={classes.detail!}>
              {struck ? <s>{detail}</s> : detail}
            </Text>
          )
        )}
        {(it.name === 'follow-up.recorded' || it.name === 'follow-up.amended') &&
          it.event.details.nextStep && (
            <Text size="sm" className={classes.next!}>
              <span className="faint">{t('history.nextStep')}</span>{' '}
              {personal(it.event.details.nextStep.what, t)}
              {it.event.details.nextStep.due && (
                <span className="faint"> · {format.date(it.event.details.nextStep.due)}</span>
              )}
            </Text>
          )}
        {corrected && (
          <Text size="sm" c="var(--ink-soft)">
            <s>{describe(corrected).title}</s>
          </Text>
        )}
        {it.reason !== undefined && (
          <Text size="sm" c="var(--ink-soft)">
            <span className="faint">{t('history.why')}</span> {personal(it.reason, t)}
          </Text>
        )}
        {struck && correction && (
          <Text size="sm" c="var(--removed)">
            {t('history.takenBack', { day: format.day(correction.recordedAt) })}
            {correction.reason !== undefined && !isErased(correction.reason)
              ? `${t('common.colon')}${correction.reason}`
              : ''}
          </Text>
        )}
        <div className={classes.entryFoot}>
          {/* Who did it comes first; who brought it here, after. */}
          {it.source?.author !== undefined && <span>{personal(it.source.author, t)}</span>}
          <span>{names.actor(it.actor)}</span>
          <span>{word('channel', it.channel)}</span>
          {it.source && <span>{t('history.from', { system: it.source.system })}</span>}
          {it.channel !== 'import' && Math.abs(late) > HOUR && dayOf(it.recordedAt) !== dayOf(it.effectiveAt) && (
            <span className={classes.late}>
              {late > 0
                ? t('history.late', { span: format.span(late), day: format.day(it.recordedAt) })
                : t('history.ahead', { span: format.span(-late) })}
            </span>
          )}
          <span className={classes.entryActions}>
            <a
              href={`#event-${it.eventId}`}
              title={t('history.permalink')}
              aria-label={t('history.permalink')}
            >
              <IconLink size={14} stroke={1.8} aria-hidden />
            </a>
            {onAmend &&
              it.name === 'follow-up.recorded' &&
              !correction &&
              !isErased(it.event.details.summary) && (
                <button
                  type="button"
                  title={t('act.amendFollowUp')}
                  aria-label={t('act.amendFollowUp')}
                  onClick={() => onAmend(it.event.followUp)}
                >
                  <IconPencil size={14} stroke={1.8} aria-hidden />
                </button>
              )}
            {onVoid && it.name !== 'customer.registered' && it.name !== 'event.voided' && !correction && (
              <button
                type="button"
                title={t('history.void')}
                aria-label={t('history.void')}
                onClick={() => onVoid(it)}
              >
                <IconArrowBackUp size={14} stroke={1.8} aria-hidden />
              </button>
            )}
          </span>
        </div>
      </div>
    </article>
  )
})

function FieldDiff({
  it,
  before,
  label,
}: {
  it: Extract<Recorded, { name: 'profile.amended' }>
  before: Map<string, Version | undefined>
  label: Label
}) {
  return (
    <dl className={classes.diff}>
      {[...before].map(([field, version]) => (
        <div key={field}>
          <dt>{label(field)}</dt>
          <dd>
            {version?.value !== undefined && (
              <>
                <del>
                  <Value value={version.value} />
                </del>
                <span aria-hidden> → </span>
              </>
            )}
            <ins>
              <Value value={it.event.fields[field] ?? undefined} />
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}
