import { Button, Chip, Group, SegmentedControl, Text } from '@mantine/core'
import { IconLink, IconArrowBackUp } from '@tabler/icons-react'
import { memo, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useFields } from '../../api/queries'
import { useWords } from '../../i18n'
import { mirror, type Version } from '../../life/mirror'
import { holds, type Life } from '../../life/definition'
import { isErased, type Recorded } from '../../life/events'
import { HOUR, type Micros, dayOf } from '../../life/time'
import { toneOf, useDescribe } from '../../ui/describe'
import { useNames } from '../../ui/holder'
import { personal } from '../../ui/personal'
import { Value } from '../../ui/Value'
import classes from './customer.module.css'
import type { Tone } from '../../lanes/model'

type Order = 'happened' | 'recorded'

interface Props {
  life: Life
  asOf: Micros
  knownAt: Micros
  /** The event to bring into sight; a new object each time. */
  target: { event: string } | null
  onAt: (at: Micros) => void
  onVoid: (event: Recorded) => void
}

const STEP = 60
const TONES: readonly Tone[] = [
  'follow-up', 'call', 'complaint', 'ownership', 'profile', 'contact', 'date', 'assortment', 'correction',
]

/** Everything that happened up to the moment, the latest first. */
export const History = memo(function History(props: Props) {
  const { life, asOf, knownAt, target, onAt, onVoid } = props
  const { t, word, format } = useWords()
  const [order, setOrder] = useState<Order>('happened')
  const [filter, setFilter] = useState<string[]>([])
  const [shown, setShown] = useState(STEP)
  const root = useRef<HTMLDivElement>(null)

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
        (it) => it.recordedAt <= knownAt && (order === 'recorded' || it.effectiveAt <= asOf),
      ),
    [items, asOf, knownAt, order],
  )
  const versions = useMemo(() => previousVersions(life), [life])

  const [wanted, setWanted] = useState<string | null>(null)
  useEffect(() => {
    if (!target) return
    setFilter([])
    setWanted(target.event)
  }, [target])
  useLayoutEffect(() => {
    if (wanted === null) return
    const index = visible.findIndex((it) => it.eventId === wanted)
    if (index >= shown) setShown(index + STEP)
    else if (index >= 0) {
      const element = root.current?.querySelector<HTMLElement>(`#event-${wanted}`)
      element?.scrollIntoView({ block: 'center' })
      element?.focus({ preventScroll: true })
      setWanted(null)
    }
  }, [wanted, visible, shown])

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
      {visible.length === 0 && (
        <Text size="sm" c="var(--ink-soft)" py="xl" ta="center">
          {t('history.nothing')}
        </Text>
      )}
      <ol className={classes.feed}>
        {visible.slice(0, shown).map((it) => {
          const at = order === 'happened' ? it.effectiveAt : it.recordedAt
          const heading = format.month(at)
          const begins = heading !== month
          month = heading
          return (
            <li key={it.eventId}>
              {begins && <h3 className={classes.month}>{heading}</h3>}
              <Entry
                life={life}
                it={it}
                at={at}
                struck={life.voidedBy.has(it.eventId) && !holds(life, it, knownAt)}
                before={versions.get(it.eventId)}
                onAt={onAt}
                onVoid={onVoid}
              />
            </li>
          )
        })}
      </ol>
      {visible.length > shown && (
        <Button variant="default" size="xs" mt="sm" onClick={() => setShown(shown + STEP)}>
          {t('common.more', { count: visible.length - shown })}
        </Button>
      )}
    </div>
  )
})

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
  onAt,
  onVoid,
}: {
  life: Life
  it: Recorded
  at: Micros
  struck: boolean
  before: Map<string, Version | undefined> | undefined
  onAt: (at: Micros) => void
  onVoid: (event: Recorded) => void
}) {
  const words = useWords()
  const { t, format, word } = words
  const describe = useDescribe()
  const names = useNames()
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
          <FieldDiff it={it} before={before} />
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
            {it.name !== 'customer.registered' && it.name !== 'event.voided' && !correction && (
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
}: {
  it: Extract<Recorded, { name: 'profile.amended' }>
  before: Map<string, Version | undefined>
}) {
  const { label } = useFields()
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
