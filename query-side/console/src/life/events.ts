import { instant, type Micros } from './time'

/** Personal data that was erased for good. */
export interface Erased {
  erased: true
}
export type Personal<T> = T | Erased

export const isErased = (value: unknown): value is Erased =>
  typeof value === 'object' && value !== null && (value as Erased).erased === true

export interface Money {
  amount: number
  currency: string
}
export interface GeoPoint {
  latitude: number
  longitude: number
}
/** As commands take it: which type it is says the field's definition. */
export type FieldValue = string | number | Money | GeoPoint
export type Value = Personal<FieldValue>

/** Fields set, and cleared where null. */
export type Changes = Record<string, Value | null>

export type Holder = { rep: string } | { pool: string }
export type CustomerKind = 'company' | 'outlet' | 'person'
export type Medium = 'call' | 'visit' | 'mail' | 'message' | 'meeting'
export const MEDIA: readonly Medium[] = ['call', 'visit', 'meeting', 'mail', 'message']

export interface NextStep {
  what: Personal<string>
  due?: string
}

export interface FollowUp {
  medium: Medium
  occurredAt: string
  rep?: string
  summary: Personal<string>
  outcome?: string
  nextStep?: NextStep
}

export interface ImportantDate {
  kind: string
  label?: Personal<string>
  date: Personal<string>
  calendar: 'solar' | 'lunar'
  yearly: boolean
  remindDaysBefore: number
  contact?: string
}

export interface Assortment {
  product: string
  monthlyVolume?: number
  stock?: number
}

/** A stand-in for one owner, as long as that owner has the customer. */
export interface Cover {
  cover: string
  owner: string
  by: string
  until: string
}

export interface Collaborator {
  collaborator: string
  rep: string
  until?: string
}

export interface Steward {
  steward: string
  account: string
  until?: string
}

/** No rule takes the customer back; `rule` alone if it is named. */
export interface Exemption {
  exemption: string
  rule?: string
  until: string
}

export interface Complaint {
  category: string
  severity: 'low' | 'medium' | 'high'
  summary: Personal<string>
  contact?: string
  due?: string
}

export interface Call {
  startedAt: string
  number: Personal<string>
  line?: string
  rep?: string
  answered: boolean
  seconds?: number
}

/** Every event of a customer, by its stored name. */
export interface EventOf {
  'customer.registered': {
    kind: CustomerKind
    fields: Changes
    externalIds: { system: string; id: string }[]
    holder: Holder
  }
  'profile.amended': { fields: Changes }
  'profile.classified': { grade: string; colour: string }
  'contact.added': { contact: string; fields: Changes }
  'contact.amended': { contact: string; fields: Changes }
  'contact.removed': { contact: string }
  'date.set': { date: string; details: ImportantDate }
  'date.removed': { date: string }
  'assortment.reported': Assortment
  'follow-up.recorded': { followUp: string; details: FollowUp }
  'follow-up.amended': { followUp: string; details: FollowUp }
  'follow-up.next-step-done': { followUp: string; note?: Personal<string> }
  'ownership.assigned': { to: { rep: string } }
  'ownership.transferred': { from: string; to: { rep: string } }
  'ownership.released': { from: string; to: { pool: string } }
  'ownership.claimed': { from: { pool: string }; to: { rep: string } }
  'ownership.recycled': { from: string; to: { pool: string }; rule: string; ruleVersion: number }
  'cover.started': Cover
  'cover.ended': { cover: string }
  'collaborator.added': Collaborator
  'collaborator.removed': { collaborator: string }
  'steward.assigned': Steward
  'steward.removed': { steward: string }
  'recycling.exempted': Exemption
  'recycling.exemption-ended': { exemption: string }
  'complaint.raised': { complaint: string; details: Complaint }
  'complaint.escalated': { complaint: string; to?: string; note?: Personal<string> }
  'complaint.resolved': { complaint: string; outcome?: string; resolution: Personal<string> }
  'customer.merged': { into: string }
  'customer.merge-reverted': Record<string, never>
  'churn.recorded': { reason: string; note?: Personal<string>; yearlyCost?: Money }
  'churn.won-back': { note?: Personal<string> }
  'call.received': { call: string; details: Call }
  'call.recording-linked': { call: string; recording: Personal<string> }
  'event.voided': { event: string }
  'personal-data.erased': { erasure: string; basis: string; contact?: string }
}
export type EventName = keyof EventOf

interface Common {
  eventId: string
  /** The customer's version once this is in it: its place in the stream, and so in the store. */
  version: number
  recordedAt: Micros
  effectiveAt: Micros
  actor: string
  channel: string
  reason?: Personal<string>
  source?: ImportSource
}

interface ImportSource {
  system: string
  record: string
  author?: Personal<string>
}

/** An event as it stands in the store. */
export type Recorded = { [N in EventName]: Common & { name: N; event: EventOf[N] } }[EventName]

/** A line of the history as the API writes it. */
export interface HistoryLine {
  event: string
  name: string
  recordedAt: string
  effectiveAt: string
  actor: string
  channel: string
  reason?: Personal<string>
  source?: ImportSource
  version: number
  payload: unknown
}

export function recorded({ event, payload, recordedAt, effectiveAt, ...rest }: HistoryLine) {
  return {
    ...rest,
    eventId: event,
    event: payload,
    recordedAt: instant(recordedAt),
    effectiveAt: instant(effectiveAt),
  } as Recorded
}

/** The part of the name before the dot. */
export const familyOf = (name: string): string => name.slice(0, name.indexOf('.'))
