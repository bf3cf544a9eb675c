import { Anchor, Container, Text, Title } from '@mantine/core'
import { Link } from 'react-router'
import { useWords } from '../i18n'
import { useTitle } from '../ui/Page'

export function Component() {
  const { t } = useWords()
  useTitle(t('notFound.title'))
  return (
    <Container size="xs" py={96}>
      <Title order={1} size="h3" mb="xs">
        {t('notFound.title')}
      </Title>
      <Text c="var(--ink-soft)" mb="md">
        {t('notFound.advice')}
      </Text>
      <Anchor component={Link} to="/customers">
        {t('notFound.back')}
      </Anchor>
    </Container>
  )
}
