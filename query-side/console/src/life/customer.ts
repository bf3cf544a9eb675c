import { withCheckpoints, type Fold } from './checkpoints'
import { select, type Life } from './definition'
import type {
  Assortment,
  Call,
  Changes,
  Collaborator,
  Complaint,
  Cover,
  CustomerKind,
  EventOf,
  Exemption,
  FollowUp,
  Holder,
  ImportantDate,
  Personal,
  Recorded,
  Steward,
  Value,
} from './events'
import { FOR_EVER, instant, type Micros } from './time'

export interface FollowUpState {
  details: FollowUp
  /** How the next step went, once it is done. */
  done?: { note?: Personal<string> }
}

export interface ComplaintState {
  details: Complaint
  escalated?: EventOf['complaint.escalated']
  resolved?: EventOf['complaint.resolved']
}

/** One customer at two times. */
export interface CustomerAt {
  kind?: CustomerKind
  externalIds: { system: string; id: string }[]
  fields: Map<string, Value>
  classification?: { grade: string; colour: string }
  contacts: Map<string, Map<string, Value>>
  dates: Map<string, ImportantDate>
  assortment: Map<string, Assortment>
  followUps: Map<string, FollowUpState>
  holder?: Holder
  /** Those in force; whoever began last acts. */
  covers: Map<string, Cover>
  collaborators: Map<string, Collaborator>
  stewards: Map<string, Steward>
  exemptions: Map<string, Exemption>
  complaints: Map<string, ComplaintState>
  /** How the customer was lost; undefined while it is not. */
  churn?: EventOf['churn.recorded']
  /** The customer that this one is, entered twice. */
  mergedInto?: string
  calls: Map<string, { details: Call; recording?: Personal<string> }>
  /** The event that gave each thing its value: `field:name`, `contact:id:name`, `holder`, ... */
  since: Map<string, Recorded>
}

const unknown = (): CustomerAt => ({
  externalIds: [],
  fields: new Map(),
  contacts: new Map(),
  dates: new Map(),
  assortment: new Map(),
  followUps: new Map(),
  covers: new Map(),
  collaborators: new Map(),
  stewards: new Map(),
  exemptions: new Map(),
  complaints: new Map(),
  calls: new Map(),
  since: new Map(),
})

interface Folded {
  customer: CustomerAt
  /** What has ended, whenever it began. */
  ended: Set<string>
}

/** What the maps hold is never changed, only put in anew: a copy of the maps is one of all. */
const fold: Fold<Folded> = {
  begin: () => ({ customer: unknown(), ended: new Set() }),
  evolve: ({ customer, ended }, event) => evolve(customer, ended, event),
  copy: ({ customer, ended }) => ({
    customer: Object.fromEntries(
      Object.entries(customer).map(([of, it]) => [of, it instanceof Map ? new Map(it) : it]),
    ) as unknown as CustomerAt,
    ended: new Set(ended),
  }),
}

const folds = new WeakMap<Life, (asOf: Micros, knownAt: Micros) => Folded>()

/** The customer at the two times, by the one definition. */
export function customerAt(life: Life, asOf: Micros, knownAt: Micros): CustomerAt {
  if (!folds.has(life)) folds.set(life, withCheckpoints(life, fold))
  const { customer, ended } = folds.get(life)!(asOf, knownAt)
  const lasts = (id: string, until?: string) =>
    !ended.has(id) && (until === undefined || instant(until) > asOf)
  const owner = customer.holder && 'rep' in customer.holder ? customer.holder.rep : undefined
  only(customer.covers, (id, it) => lasts(id, it.until) && it.owner === owner)
  only(customer.collaborators, (id, it) => lasts(id, it.until))
  only(customer.stewards, (id, it) => lasts(id, it.until))
  only(customer.exemptions, (id, it) => lasts(id, it.until))
  return customer
}

function only<T>(all: Map<string, T>, stays: (id: string, it: T) => boolean): void {
  for (const [id, it] of all) if (!stays(id, it)) all.delete(id)
}

function evolve(customer: CustomerAt, ended: Set<string>, it: Recorded): void {
  switch (it.name) {
    case 'customer.registered':
      customer.kind = it.event.kind
      customer.externalIds = it.event.externalIds
      change(customer.fields, it.event.fields, customer.since, 'field:', it)
      customer.holder = it.event.holder
      customer.since.set('holder', it)
      return
    case 'profile.amended':
      change(customer.fields, it.event.fields, customer.since, 'field:', it)
      return
    case 'profile.classified':
      customer.classification = it.event
      customer.since.set('classification', it)
      return
    case 'contact.added': {
      const fields = new Map<string, Value>()
      change(fields, it.event.fields, customer.since, `contact:${it.event.contact}:`, it)
      customer.contacts.set(it.event.contact, fields)
      return
    }
    case 'contact.amended': {
      const before = customer.contacts.get(it.event.contact)
      if (before) {
        const fields = new Map(before)
        change(fields, it.event.fields, customer.since, `contact:${it.event.contact}:`, it)
        customer.contacts.set(it.event.contact, fields)
      }
      return
    }
    case 'contact.removed':
      customer.contacts.delete(it.event.contact)
      return
    case 'date.set':
      customer.dates.set(it.event.date, it.event.details)
      customer.since.set(`date:${it.event.date}`, it)
      return
    case 'date.removed':
      customer.dates.delete(it.event.date)
      return
    case 'assortment.reported':
      customer.assortment.set(it.event.product, it.event)
      customer.since.set(`assortment:${it.event.product}`, it)
      return
    case 'follow-up.recorded':
      customer.followUps.set(it.event.followUp, { details: it.event.details })
      customer.since.set(`follow-up:${it.event.followUp}`, it)
      return
    case 'follow-up.amended': {
      const before = customer.followUps.get(it.event.followUp)
      if (before) customer.followUps.set(it.event.followUp, { ...before, details: it.event.details })
      return
    }
    case 'follow-up.next-step-done': {
      const before = customer.followUps.get(it.event.followUp)
      if (before) {
        const { note } = it.event
        customer.followUps.set(it.event.followUp, { ...before, done: note ? { note } : {} })
      }
      return
    }
    case 'ownership.assigned':
    case 'ownership.transferred':
    case 'ownership.released':
    case 'ownership.claimed':
    case 'ownership.recycled':
      customer.holder = it.event.to
      customer.since.set('holder', it)
      return
    case 'cover.started':
      customer.covers.set(it.event.cover, it.event)
      customer.since.set(`cover:${it.event.cover}`, it)
      return
    case 'cover.ended':
      ended.add(it.event.cover)
      return
    case 'collaborator.added':
      customer.collaborators.set(it.event.collaborator, it.event)
      customer.since.set(`collaborator:${it.event.collaborator}`, it)
      return
    case 'collaborator.removed':
      ended.add(it.event.collaborator)
      return
    case 'steward.assigned':
      customer.stewards.set(it.event.steward, it.event)
      customer.since.set(`steward:${it.event.steward}`, it)
      return
    case 'steward.removed':
      ended.add(it.event.steward)
      return
    case 'recycling.exempted':
      customer.exemptions.set(it.event.exemption, it.event)
      customer.since.set(`exemption:${it.event.exemption}`, it)
      return
    case 'recycling.exemption-ended':
      ended.add(it.event.exemption)
      return
    case 'complaint.raised':
      customer.complaints.set(it.event.complaint, { details: it.event.details })
      customer.since.set(`complaint:${it.event.complaint}`, it)
      return
    case 'complaint.escalated': {
      const before = customer.complaints.get(it.event.complaint)
      if (before) customer.complaints.set(it.event.complaint, { ...before, escalated: it.event })
      return
    }
    case 'complaint.resolved': {
      const before = customer.complaints.get(it.event.complaint)
      if (before) customer.complaints.set(it.event.complaint, { ...before, resolved: it.event })
      return
    }
    case 'customer.merged':
      customer.mergedInto = it.event.into
      customer.since.set('mergedInto', it)
      return
    case 'customer.merge-reverted':
      delete customer.mergedInto
      customer.since.set('mergedInto', it)
      return
    case 'churn.recorded':
      customer.churn = it.event
      customer.since.set('churn', it)
      return
    case 'churn.won-back':
      delete customer.churn
      customer.since.set('churn', it)
      return
    case 'call.received':
      customer.calls.set(it.event.call, { details: it.event.details })
      customer.since.set(`call:${it.event.call}`, it)
      return
    case 'call.recording-linked': {
      const before = customer.calls.get(it.event.call)
      if (before) {
        customer.calls.set(it.event.call, { ...before, recording: it.event.recording })
      }
      return
    }
    case 'event.voided':
    case 'personal-data.erased':
      return
    default:
      // A newer service may know events that this console does not: they change nothing here.
      it satisfies never
  }
}

function change(
  fields: Map<string, Value>,
  changes: Changes,
  since: Map<string, Recorded>,
  prefix: string,
  by: Recorded,
): void {
  for (const [field, value] of Object.entries(changes)) {
    if (value === null) fields.delete(field)
    else fields.set(field, value)
    since.set(prefix + field, by)
  }
}

/** What was promised and is not done. */
export interface OpenStep {
  followUp: string
  details: FollowUp
  by: Recorded
}

export function openSteps(customer: CustomerAt): OpenStep[] {
  const steps: OpenStep[] = []
  for (const [followUp, { details, done }] of customer.followUps) {
    if (!details.nextStep || done) continue
    const by = customer.since.get(`follow-up:${followUp}`)
    if (by) steps.push({ followUp, details, by })
  }
  const due = (step: OpenStep) => step.details.nextStep?.due ?? '9999'
  return steps.sort((a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : 0))
}

/** A time during which one had the customer; half open. */
export interface Interval {
  holder: Holder
  from: Micros
  to: Micros
  by: Recorded
}

/** The intervals as known at a time: they follow each other without gap or overlap. */
export function ownership(life: Life, knownAt: Micros): Interval[] {
  const intervals: Interval[] = []
  for (const it of select(life, FOR_EVER, knownAt)) {
    const holder = holderBy(it)
    if (!holder) continue
    const last = intervals.at(-1)
    if (last?.from === it.effectiveAt) intervals.pop()
    else if (last) last.to = it.effectiveAt
    intervals.push({ holder, from: it.effectiveAt, to: FOR_EVER, by: it })
  }
  return intervals
}

/** Where the event puts the customer, if it moves it. */
export function holderBy(it: Recorded): Holder | undefined {
  switch (it.name) {
    case 'customer.registered':
      return it.event.holder
    case 'ownership.assigned':
    case 'ownership.transferred':
    case 'ownership.released':
    case 'ownership.claimed':
    case 'ownership.recycled':
      return it.event.to
    default:
      return undefined
  }
}

export const sameHolder = (a: Holder | undefined, b: Holder | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b)

export const sameValue = (a: Value | undefined, b: Value | undefined): boolean =>
  a === b || canonical(a) === canonical(b)

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
