import { Button, Container, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useRouteError } from 'react-router'
import { useWords } from '../i18n'

/** What is shown when the console itself fails, a page that could not be loaded included. */
export function Broken() {
  const { t } = useWords()
  const error = useRouteError()
  const [cutOff, setCutOff] = useState(!navigator.onLine)
  const again = async () => {
    // Without a connection the browser would put its own page in the place of this one.
    const there = await fetch('/favicon.svg', { cache: 'no-store' }).catch(() => undefined)
    if (there) window.location.reload()
    else setCutOff(true)
  }
  return (
    <Container size="xs" py={96} role="alert">
      <Title order={1} size="h3" mb="xs">
        {t(cutOff ? 'problem.unreachable' : 'broken.title')}
      </Title>
      <Text c="var(--ink-soft)" mb="lg">
        {t(cutOff ? 'broken.cutOff' : 'broken.advice')}
      </Text>
      <Button onClick={() => void again()}>{t('broken.reload')}</Button>
      <Text size="xs" c="var(--ink-faint)" mt="xl" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
        {error instanceof Error ? error.message : String(error)}
      </Text>
    </Container>
  )
}
