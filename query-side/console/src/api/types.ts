/**
 * The API's shapes, written by hand from its documentation until the service serves its OpenAPI;
 * the generated file then takes this one's place.
 */
import type { CustomerKind, Holder, Personal, Value } from '../life/events'

export interface CustomersPage {
  total: number
  /** True if there are more than were counted. */
  totalIsLowerBound: boolean
  customers: CustomerRow[]
  next?: string
}

export interface CustomerRow {
  id: string
  kind: CustomerKind
  /** Absent if it was erased. */
  name?: string
  classification?: { grade: string; colour: string }
  externalIds: { system: string; id: string }[]
  fields: Record<string, Value>
  holder?: Holder
  registeredAt: string
  updatedAt: string
}

export interface RepsPage {
  reps: Rep[]
  next?: string
}

export interface Rep {
  id: string
  version: number
  status: 'active' | 'leaving' | 'left'
  name?: Personal<string>
  team: string
  territory: string
  joinedAt?: string
  /** The last working day. */
  lastDay?: string
  leftAt?: string
}

export interface TimelinePage {
  timeline: TimelineEntry[]
  next?: string
}

export interface TimelineEntry {
  at: string
  what: 'ownership-began' | 'ownership-ended' | 'made' | 'acted' | 'was'
  event: string
  customer?: string
  name?: string
}

export interface Pool {
  pool: string
  customers: number
  region?: string
  productLine?: string
  /** How many a rep may have claimed that day; absent = any number. */
  claimsPerDay?: number
  /** How many a rep may have who claims; absent = any number. */
  mostHeld?: number
  /** Days for which a rep may not claim again whom they had. */
  banDays?: number
}

export interface Pools {
  pools: Pool[]
  /** What counts against the limits; only for reps. */
  mine?: { held: number; claimedToday: number }
}

export interface Waiting {
  customers: { customer: string; since: string }[]
  next?: string
}

/** A customer was with the holder for a time; `to` is absent while it is. */
export interface Owned {
  customer: string
  holder: Holder
  from: string
  to?: string
  event: string
}

export interface Owners {
  knownAt: string
  owners: {
    holder: Holder
    from: string
    to?: string
    event: {
      id: string
      actor: string
      channel: string
      reason?: string
      reasonErased?: boolean
      recordedAt: string
      effectiveAt: string
    }
  }[]
}

export interface CustomerProfile {
  id: string
  version: number
  fields: Record<string, Value>
}

export interface FieldDefinition {
  name: string
  type: string
  personal: boolean
  required: boolean
  unique: boolean
  maxLength: number
  choices: string[]
  label: { en: string; zh: string }
}

export interface Receipt {
  id: string
  version: number
  events: string[]
  created?: string
}

export interface ViewState {
  name: string
  version: number
  position?: number
  current: boolean
  lagEvents: number
  lagSeconds?: number
}

/** What keeps the views from being fed, or rebuilt. */
export interface ViewsFailure {
  position: number
  reason: string
  since: string
  attempts: number
}

export interface ViewStates {
  head: number
  views: ViewState[]
  failure?: ViewsFailure
  rebuildFailure?: ViewsFailure
}

export interface Operation {
  id: string
  kind: string
  state: 'running' | 'done' | 'failed'
  done: number
  total?: number
  startedAt: string
  updatedAt: string
  endedAt?: string
  detail?: unknown
}
