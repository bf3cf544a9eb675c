/**
 * Names for the shapes of our OpenAPI description (`schema.ts` is generated from `openapi.json`).
 * Narrower only where JSON Schema says less than we know: values of the company's own fields, and
 * codes that more will be added to.
 */
import type { CustomerKind, Personal, Value } from '../life/events'
import type { components } from './schema'

export type Schemas = components['schemas']

type Valued<T> = Omit<T, 'fields'> & { fields: Record<string, Value> }

export type CustomerRow = Valued<Schemas['Found']> & {
  kind: CustomerKind
  externalIds: { system: string; id: string }[]
}
export type CustomersPage = Omit<Schemas['CustomersPage'], 'customers'> & {
  customers: CustomerRow[]
}
export type CustomerProfile = Valued<Schemas['ProfileAnswer']>
export type Receipt = Schemas['Receipt']

export type Rep = Omit<Schemas['RepsRep'], 'name'> & { name?: Personal<string> }
export type RepsPage = Omit<Schemas['RepsDirectory'], 'reps'> & { reps: Rep[] }
export type TimelineEntry = Schemas['TimelineEntry'] & {
  what: 
    | 'ownership-began'
    | 'ownership-ended'
    | 'cover-began'
    | 'cover-ended'
    | 'made'
    | 'acted'
    | 'was'
}
export type TimelinePage = Omit<Schemas['RepsPage'], 'timeline'> & { timeline: TimelineEntry[] }

export type Pool = Schemas['PoolsPool']
export type Pools = Omit<Schemas['PoolsPools'], 'pools'> & {
  pools: Pool[]
  /** What counts against the limits; only for reps. */
  mine?: { held: number; claimedToday: number }
}
export interface Waiting {
  customers: { customer: string; since: string }[]
  next?: string
}
/** A customer was with the holder for a time; `to` is absent while it is. */
export type Owned = Schemas['OwnershipOwned']
export type Owners = Schemas['OwnershipOwners']

export type FieldDefinition = Schemas['FieldsField']
export type ViewState = Schemas['ViewsState']
/** What keeps the views from being fed, or rebuilt. */
export interface ViewsFailure {
  position: number
  reason: string
  since: string
  attempts: number
}
export type ViewStates = Schemas['ViewsViews'] & {
  failure?: ViewsFailure
  rebuildFailure?: ViewsFailure
}
export type Operation = Schemas['OperationsProgress'] & { state: 'running' | 'done' | 'failed' }
export type Session = Schemas['SessionSignedIn']
export type Role = Session['roles'][number]
export type Look = Schemas['LooksLook']
export type LooksPage = Schemas['LooksPage']
