import { PasswordInput, Text } from '@mantine/core'
import { useWords } from '../i18n'

/** Twelve characters are asked for here already; what else is wrong with one the service says. */
export const LEAST = 12

export function NewPassword({
  value,
  repeated,
  change,
}: {
  value: string
  repeated: string
  change: (value: string, repeated: string) => void
}) {
  const { t } = useWords()
  const toggle = { 'aria-label': t('session.showPassword') }
  return (
    <>
      <PasswordInput
        label={t('session.newPassword')}
        description={t('session.passwordAdvice')}
        autoComplete="new-password"
        minLength={LEAST}
        maxLength={128}
        value={value}
        onChange={(event) => change(event.currentTarget.value, repeated)}
        visibilityToggleButtonProps={toggle}
        required
      />
      <PasswordInput
        label={t('session.repeat')}
        autoComplete="new-password"
        maxLength={128}
        value={repeated}
        onChange={(event) => change(value, event.currentTarget.value)}
        error={repeated !== '' && repeated !== value ? t('session.notTheSame') : undefined}
        visibilityToggleButtonProps={toggle}
        required
      />
      <Text size="xs" c="var(--ink-soft)">
        {t('session.passwordLength', { count: Array.from(value).length, least: LEAST })}
      </Text>
    </>
  )
}

export const isReady = (value: string, repeated: string): boolean =>
  Array.from(value).length >= LEAST && value === repeated
