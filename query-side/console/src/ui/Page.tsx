import { Skeleton, Text, Title } from '@mantine/core'
import { useEffect, useState, type ReactNode } from 'react'
import { useWords } from '../i18n'
import classes from './ui.module.css'

/** The frame of every page: its title, what it is for, what can be done. */
export function Page({
  title,
  lead,
  actions,
  narrow = false,
  children,
}: {
  title: string
  lead?: string
  actions?: ReactNode
  /** No wider than one reads across a line. */
  narrow?: boolean
  children: ReactNode
}) {
  useTitle(title)
  return (
    <div className={classes.page} data-narrow={narrow || undefined}>
      <div className={classes.head}>
        <div>
          <Title order={1} fz={22} lh={1.25} style={{ letterSpacing: '-0.015em', overflowWrap: 'anywhere' }}>
            {title}
          </Title>
          {lead && (
            <Text size="sm" c="var(--ink-soft)" mt={2} maw={720}>
              {lead}
            </Text>
          )}
        </div>
        {actions}
      </div>
      {children}
    </div>
  )
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Custody` : 'Custody'
  }, [title])
}

/** In milliseconds. */
const PATIENCE = 8_000

/** Holds the place of what is still being asked for; who gets it at once sees nothing of it. */
export function Loading({ height = 420 }: { height?: number | string }) {
  const { t } = useWords()
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = window.setTimeout(() => setSlow(true), PATIENCE)
    return () => window.clearTimeout(timer)
  }, [])
  return (
    <div className={classes.loading} style={{ height }} aria-busy="true">
      <Skeleton height="100%" radius={12} />
      <p role="status">{slow && t('common.slow')}</p>
    </div>
  )
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <Text fw={600} c="var(--ink)">
        {title}
      </Text>
      {children && (
        <Text size="sm" mt={4} component="div">
          {children}
        </Text>
      )}
    </div>
  )
}
