import { Burger, Group, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure, useNetwork } from '@mantine/hooks'
import { Suspense, useEffect } from 'react'
import { Navigate, NavLink, Outlet, useLocation, useNavigation } from 'react-router'
import { useLive } from '../api/live'
import { useWords } from '../i18n'
import { Account } from '../session/Account'
import { Reason } from '../session/Reason'
import { useSession } from '../session/session'
import { Behind } from './Behind'
import { Brand } from './Brand'
import { LanguageChoice, SchemeChoice } from './Choices'
import { menuFor } from './pages'
import classes from './Shell.module.css'

/** The first page that somebody is offered is where they begin. */
export function Home() {
  const [first] = menuFor(useSession())
  return first ? <Navigate to={`/${first.path}`} replace /> : null
}

export function Shell() {
  const { t } = useWords()
  const [opened, { toggle, close }] = useDisclosure()
  const { pathname } = useLocation()
  const { online } = useNetwork()
  useLive()
  const menu = menuFor(useSession())
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
          {menu.map(({ path, label, Icon }) => (
            <li key={path}>
              <NavLink to={`/${path}`} className={classes.page!}>
                {Icon && <Icon size={18} stroke={1.7} aria-hidden />}
                {t(label!)}
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
      <main id="content" className={classes.main} tabIndex={-1} data-path={pathname}>
        <div className={classes.progress} data-on={loading} aria-hidden />
        {online ? (
          <Behind />
        ) : (
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
