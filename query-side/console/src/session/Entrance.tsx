import { Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Brand } from '../shell/Brand'
import { LanguageChoice, SchemeChoice } from '../shell/Choices'
import { useTitle } from '../ui/Page'
import classes from './session.module.css'

/** The frame of what is seen before anybody is signed in. */
export function Entrance({
  title,
  lead,
  children,
}: {
  title: string
  lead?: string
  children: ReactNode
}) {
  useTitle(title)
  return (
    <main className={classes.entrance}>
      <div className={`panel ${classes.card}`}>
        <Brand />
        <Title order={1} fz={22} mt={28}>
          {title}
        </Title>
        {lead && (
          <Text size="sm" c="var(--ink-soft)" mt={4}>
            {lead}
          </Text>
        )}
        <div className={classes.body}>{children}</div>
      </div>
      <Group justify="center" gap="xs" mt="md">
        <LanguageChoice />
        <SchemeChoice />
      </Group>
    </main>
  )
}
