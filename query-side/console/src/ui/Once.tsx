import { Button, CopyButton, Text, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useWords } from '../i18n'
import { Window } from './Window'

/** A secret that is shown this once: to be copied before the window is closed. */
export function Once({
  title,
  advice,
  label,
  value,
  close,
}: {
  title: string
  advice: string
  label: string
  value: string
  close: () => void
}) {
  const { t } = useWords()
  return (
    <Window
      onClose={close}
      title={title}
      closeOnClickOutside={false}
      centered
    >
      <Text size="sm" mb="sm">
        {advice}
      </Text>
      <TextInput
        label={label}
        value={value}
        readOnly
        data-autofocus
        styles={{ input: { fontFamily: 'monospace' } }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button
            mt="sm"
            fullWidth
            onClick={copy}
            leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          >
            {t(copied ? 'audit.copied' : 'trail.copy')}
          </Button>
        )}
      </CopyButton>
    </Window>
  )
}
