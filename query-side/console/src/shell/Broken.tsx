import { Button, Container, Text, Title } from '@mantine/core'
import { useRouteError } from 'react-router'
import { useWords } from '../i18n'

/** What is shown when the console itself fails, a page that could not be loaded included. */
export function Broken() {
  const { t } = useWords()
  const error = useRouteError()
  return (
    <Container size="xs" py={96} role="alert">
      <Title order={1} size="h3" mb="xs">
        {t('broken.title')}
      </Title>
      <Text c="var(--ink-soft)" mb="lg">
        {t('broken.advice')}
      </Text>
      <Button onClick={() => window.location.reload()}>{t('broken.reload')}</Button>
      <Text size="xs" c="var(--ink-faint)" mt="xl" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
        {error instanceof Error ? error.message : String(error)}
      </Text>
    </Container>
  )
}
