import { Burger, Group, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure, useNetwork } from '@mantine/hooks'
import {
  IconAddressBook,
  IconChartAreaLine,
  IconChecklist,
  IconArrowsExchange,
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
} from '@tabler/icons-react'
import { Suspense, useEffect } from 'react'
import { NavLink, Outlet, useLocation, useNavigation } from 'react-router'
import { useWords, type Key } from '../i18n'
import { Account } from '../session/Account'
import { Reason } from '../session/Reason'
import { useSession, type Role } from '../session/session'
import { Brand } from './Brand'
import { LanguageChoice, SchemeChoice } from './Choices'
import classes from './Shell.module.css'

/** Without roles, a page is for everybody; others would find nothing on it. */
const PAGES: readonly { to: string; label: Key; Icon: typeof IconUsers; roles?: Role[] }[] = [
  { to: '/today', label: 'nav.today', Icon: IconChecklist },
  { to: '/customers', label: 'nav.customers', Icon: IconAddressBook },
  { to: '/pool', label: 'nav.pool', Icon: IconLifebuoy },
  { to: '/reps', label: 'nav.reps', Icon: IconUsers },
  { to: '/handovers', label: 'nav.handovers', Icon: IconArrowsExchange },
  { to: '/ownership', label: 'nav.ownership', Icon: IconChartAreaLine },
  { to: '/rules', label: 'nav.rules', Icon: IconScale },
  { to: '/audit', label: 'nav.audit', Icon: IconGavel },
  { to: '/access-log', label: 'nav.accessLog', Icon: IconEye, roles: ['auditor'] },
  { to: '/import', label: 'nav.import', Icon: IconDatabaseImport },
  { to: '/operations', label: 'nav.operations', Icon: IconHeartRateMonitor },
  { to: '/users', label: 'nav.users', Icon: IconUserCog, roles: ['admin'] },
  { to: '/service-accounts', label: 'nav.serviceAccounts', Icon: IconKey, roles: ['admin'] },
  { to: '/erasures', label: 'nav.erasures', Icon: IconEraser, roles: ['admin', 'auditor'] },
]

export function Shell() {
  const { t } = useWords()
  const { roles } = useSession()
  const [opened, { toggle, close }] = useDisclosure()
  const { pathname } = useLocation()
  const { online } = useNetwork()
  const loading = useNavigation().state === 'loading'
  useEffect(close, [pathname, close])
  return (
    <div className={classes.shell}>
      <a className="skip" href="#content">
        {t('shell.skip')}
      </a>
      <header className={classes.top}>
        <Burger
          opened={opened}
          onClick={toggle}
          size="sm"
          aria-label={t(opened ? 'shell.closeMenu' : 'shell.openMenu')}
          aria-expanded={opened}
          aria-controls="menu"
        />
        <Brand />
      </header>
      <nav id="menu" className={classes.nav} data-opened={opened} aria-label={t('shell.pages')}>
        <div className={classes.brand}>
          <Brand />
        </div>
        <ul className={classes.pages}>
          {PAGES.filter((it) => !it.roles || it.roles.some((role) => roles.includes(role))).map(({ to, label, Icon }) => (
            <li key={to}>
              <NavLink to={to} className={classes.page!}>
                <Icon size={18} stroke={1.7} aria-hidden />
                {t(label)}
              </NavLink>
            </li>
          ))}
        </ul>
        <div className={classes.foot}>
          <Account />
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <LanguageChoice />
            <SchemeChoice />
          </Group>
        </div>
      </nav>
      <main id="content" className={classes.main} tabIndex={-1}>
        <div className={classes.progress} data-on={loading} aria-hidden />
        {!online && (
          <div className={classes.offline} role="status">
            <Text size="sm" fw={600}>
              {t('shell.offline')}
            </Text>
            <Text size="sm">{t('shell.offlineAdvice')}</Text>
          </div>
        )}
        <Reason />
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      {opened && (
        <UnstyledButton
          className={classes.behind}
          onClick={close}
          aria-label={t('shell.closeMenu')}
          tabIndex={-1}
        />
      )}
    </div>
  )
}
