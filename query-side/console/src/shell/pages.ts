import {
  IconAddressBook,
  IconArrowsExchange,
  IconChartAreaLine,
  IconChecklist,
  IconDatabaseImport,
  IconEraser,
  IconEye,
  IconGavel,
  IconHeartRateMonitor,
  IconKey,
  IconLifebuoy,
  IconScale,
  IconUserCog,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import type { RouteObject } from 'react-router'
import type { Key } from '../i18n'
import type { Right, Session } from '../session/session'

export interface PageEntry {
  path: string
  page: NonNullable<RouteObject['lazy']>
  /** In the menu if it has one. */
  label?: Key
  Icon?: typeof IconUsers
  /** Offered to whoever has one of these rights; to everybody if left out. */
  needs?: readonly Right[]
}

const SEE: readonly Right[] = ['see', 'see-masked', 'see-for-reason']

/** Every page, one line each, in the order of the menu. */
// prettier-ignore
export const PAGES: readonly PageEntry[] = [
  { path: 'today', label: 'nav.today', Icon: IconChecklist, needs: ['follow-up', 'transfer', 'hand-over'], page: () => import('../pages/today/Today') },
  { path: 'customers', label: 'nav.customers', Icon: IconAddressBook, needs: SEE, page: () => import('../pages/customers/Customers') },
  { path: 'customers/enter', page: () => import('../pages/entry/Entry') },
  { path: 'customers/:id', page: () => import('../pages/customer/Customer') },
  { path: 'map', page: () => import('../pages/map/Map') },
  { path: 'pool', label: 'nav.pool', Icon: IconLifebuoy, needs: ['claim', 'assign', 'see-masked'], page: () => import('../pages/pool/Pools') },
  { path: 'reps', label: 'nav.reps', Icon: IconUsers, page: () => import('../pages/reps/Reps') },
  { path: 'reps/:id', page: () => import('../pages/reps/Rep') },
  { path: 'handovers', label: 'nav.handovers', Icon: IconArrowsExchange, needs: ['hand-over'], page: () => import('../pages/handovers/Handovers') },
  { path: 'handovers/new', page: () => import('../pages/handovers/NewHandover') },
  { path: 'handovers/:id/:step?', page: () => import('../pages/handovers/Handover') },
  { path: 'ownership', label: 'nav.ownership', Icon: IconChartAreaLine, needs: SEE, page: () => import('../pages/ownership/Ownership') },
  { path: 'team', label: 'nav.team', Icon: IconUsersGroup, needs: ['hand-over', 'operate-read'], page: () => import('../pages/team/Team') },
  { path: 'rules', label: 'nav.rules', Icon: IconScale, needs: ['set-rules', 'see', 'operate-read'], page: () => import('../pages/rules/Rules') },
  { path: 'rules/:id', page: () => import('../pages/rules/Rule') },
  { path: 'customers/:id/events/:event', page: () => import('../pages/event/Event') },
  { path: 'events/:id', page: () => import('../pages/event/Event') },
  { path: 'audit', label: 'nav.audit', Icon: IconGavel, needs: SEE, page: () => import('../pages/audit/Audit') },
  { path: 'access-log', label: 'nav.accessLog', Icon: IconEye, needs: ['read-access-log'], page: () => import('../pages/looks/AccessLog') },
  { path: 'users', label: 'nav.users', Icon: IconUserCog, needs: ['keep-users'], page: () => import('../pages/access/Users') },
  { path: 'service-accounts', label: 'nav.serviceAccounts', Icon: IconKey, needs: ['keep-users'], page: () => import('../pages/access/ServiceAccounts') },
  { path: 'erasures', label: 'nav.erasures', Icon: IconEraser, needs: ['erase', 'read-access-log'], page: () => import('../pages/erasures/Erasures') },
  { path: 'erasures/:id', page: () => import('../pages/erasures/Erasure') },
  { path: 'import', label: 'nav.import', Icon: IconDatabaseImport, needs: ['import'], page: () => import('../pages/import/Import') },
  { path: 'operations', label: 'nav.operations', Icon: IconHeartRateMonitor, needs: ['operate-read', 'operate'], page: () => import('../pages/operations/Operations') },
]

/** What of it the menu offers to somebody. */
export const menuFor = (session: Session): PageEntry[] =>
  PAGES.filter(
    ({ label, needs }) => label && (!needs || needs.some((it) => session.rights.includes(it))),
  )
