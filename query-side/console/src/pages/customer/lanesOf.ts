import type { Words } from '../../i18n'
import type { Bar, Mark, MarkLane, Span } from '../../lanes/model'
import { customerAt, openSteps, type Interval } from '../../life/customer'
import type { Life } from '../../life/definition'
import { isErased, MEDIA, type ImportantDate, type Recorded } from '../../life/events'
import type { Grant } from '../../life/grants'
import { occurrences } from '../../life/occurrences'
import { DAY, dayOf, FOR_EVER, startOfDay, YEAR, type Micros } from '../../life/time'
import { toneOf, type Description } from '../../ui/describe'
import { hueOf } from '../../ui/holder'
import { personal } from '../../ui/personal'

type Describe = (event: Recorded) => Description

/** How far ahead one looks for what comes: a quarter of a year. */
export const AHEAD = 92 * DAY

/** From the first fact to the last one known, the future included: also what is promised, and what comes soon. */
export function wholeOf(life: Life, now: Micros): Span {
  const first = life.events[0]?.effectiveAt ?? now - 365 * DAY
  const latest = latestOf(life, now)
  const promised = openSteps(latest).flatMap(({ details }) => details.nextStep?.due ?? [])
  const coming = [...latest.dates.values()].flatMap((it) => daysOf(it, [now, now + AHEAD]))
  const last = Math.max(
    now,
    life.events.at(-1)?.effectiveAt ?? now,
    ...[...promised, ...coming].map((day) => Math.min(startOfDay(day), now + YEAR)),
  )
  const length = Math.max(last - first, 14 * DAY)
  return [first - length * 0.02, last + Math.max(length * 0.035, 4 * DAY)]
}

export function barsOf(intervals: Interval[], end: Micros, name: (by: Interval) => string): Bar[] {
  return intervals.map((it) => ({
    id: it.by.eventId,
    from: it.from,
    to: it.to === FOR_EVER ? end : it.to,
    title: name(it),
    event: it.by.eventId,
    ...(it.to === FOR_EVER ? { open: true } : {}),
    ...('rep' in it.holder ? { hue: hueOf(it.holder.rep) } : {}),
  }))
}

/** Who else was responsible, beside the owner. */
export function alsoOf(all: Grant[], end: Micros, name: (grant: Grant) => string): Bar[] {
  return all.map((it) => ({
    // What one event gave may be in force more than once.
    id: `${it.by.eventId} ${it.from}`,
    from: it.from,
    to: Math.min(it.to, end),
    title: name(it),
    event: it.by.eventId,
    hue: hueOf(it.who.replace('rep:', '')),
    ...(it.to === FOR_EVER ? { open: true } : {}),
  }))
}

/** The lanes of a customer. What was taken back stays, struck through. */
export function lanesOf(life: Life, whole: Span, now: Micros, describe: Describe, words: Words) {
  const { t, word } = words
  const media = new Map<string, Mark[]>(MEDIA.map((medium) => [medium, []]))
  const profile: Mark[] = []
  const corrections: Mark[] = []
  const complaints: Mark[] = []
  const calls: Mark[] = []
  for (const it of life.events) {
    const { title, detail } = describe(it)
    const mark: Mark = {
      id: it.eventId,
      at: it.effectiveAt,
      title,
      ...(detail ? { detail } : {}),
      tone: toneOf(it.name),
      recordedAt: it.recordedAt,
      event: it.eventId,
    }
    if (life.voidedBy.has(it.eventId)) mark.look = 'struck'
    if (it.name === 'follow-up.recorded') media.get(it.event.details.medium)?.push(mark)
    else if (it.name === 'event.voided') corrections.push({ ...mark, at: it.recordedAt })
    else if (it.name === 'customer.registered') profile.push({ look: 'flag', ...mark })
    else if (mark.tone === 'complaint') complaints.push(mark)
    else if (mark.tone === 'call') calls.push(mark)
    else if (it.name.startsWith('recycling.')) profile.push(mark)
    else if (mark.tone !== 'ownership' && mark.tone !== 'follow-up') profile.push(mark)
  }
  corrections.sort((a, b) => a.at - b.at)
  const lanes: MarkLane[] = [
    ...MEDIA.map((medium) => ({
      id: medium,
      label: word('media', medium),
      marks: media.get(medium) ?? [],
    })),
    { id: 'calls', label: t('lane.calls'), marks: calls },
    { id: 'complaints', label: t('lane.complaints'), marks: complaints },
    { id: 'promises', label: t('lane.promises'), marks: promises(life, now, words) },
    { id: 'profile', label: t('lane.profile'), marks: profile },
    { id: 'dates', label: t('lane.dates'), marks: dates(life, whole, now, words) },
    { id: 'corrections', label: t('lane.corrections'), marks: corrections },
  ]
  return lanes.filter((lane) => lane.marks.length > 0)
}

/** Next steps at the day they are due; open ones are hollow. */
function promises(life: Life, now: Micros, { t }: Words): Mark[] {
  const marks: Mark[] = []
  const customer = latestOf(life, now)
  for (const [id, { details, done }] of customer.followUps) {
    const by = customer.since.get(`follow-up:${id}`)
    if (!details.nextStep?.due || !by) continue
    const at = startOfDay(details.nextStep.due)
    // Who is to call today has all of today.
    const overdue = !done && at + DAY <= now
    const state = done ? 'lane.kept' : overdue ? 'lane.overdue' : 'lane.open'
    marks.push({
      id: `step-${id}`,
      at,
      title: t(state),
      detail: personal(details.nextStep.what, t),
      tone: overdue ? 'correction' : 'follow-up',
      recordedAt: by.recordedAt,
      event: by.eventId,
      ...(done ? {} : { look: 'hollow' as const }),
    })
  }
  return marks.sort((a, b) => a.at - b.at)
}

/** Important dates on every day they come back. */
function dates(life: Life, whole: Span, now: Micros, { t, word }: Words): Mark[] {
  const marks: Mark[] = []
  const customer = latestOf(life, now)
  for (const [id, it] of customer.dates) {
    const by = customer.since.get(`date:${id}`)
    if (!by) continue
    const title = word('dateKind', it.kind)
    const detail = it.label ? personal(it.label, t) : undefined
    for (const day of daysOf(it, whole)) {
      const at = startOfDay(day)
      if (at < whole[0] || at > whole[1]) continue
      marks.push({
        id: `date-${id}-${day}`,
        at,
        title,
        ...(detail ? { detail } : {}),
        tone: 'date',
        recordedAt: by.recordedAt,
        event: by.eventId,
        ...(at > now ? { look: 'hollow' as const } : {}),
      })
    }
  }
  return marks.sort((a, b) => a.at - b.at)
}

const daysOf = (it: ImportantDate, span: Span): string[] =>
  isErased(it.date) ? [] : occurrences(it.date, it, dayOf(span[0]), dayOf(span[1]))

/** With all that is known, of the future too. */
const latestOf = (life: Life, now: Micros) =>
  customerAt(life, Math.max(now, life.events.at(-1)?.effectiveAt ?? now), FOR_EVER)
