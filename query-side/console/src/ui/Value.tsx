import { Text } from '@mantine/core'
import { useWords, type Words } from '../i18n'
import { isErased, type Value as FieldValue } from '../life/events'

/** A field's value as people write it. */
export function textOf(value: FieldValue | undefined, { t, format }: Words): string {
  if (value === undefined) return t('common.none')
  if (isErased(value)) return t('common.erased')
  if (typeof value === 'string') return DAY.test(value) ? format.date(value) : value
  if (typeof value === 'number') return format.number(value)
  if ('masked' in value) return typeof value.masked === 'string' ? value.masked : '•••'
  if ('currency' in value) return format.money(value.amount, value.currency)
  return `${value.latitude.toFixed(5)}, ${value.longitude.toFixed(5)}`
}

const DAY = /^\d{4}-\d\d-\d\d$/

export function Value({ value }: { value: FieldValue | undefined }) {
  const words = useWords()
  const text = textOf(value, words)
  if (value === undefined || isErased(value)) {
    return (
      <Text span inherit c="var(--ink-faint)" fs="italic">
        {text}
      </Text>
    )
  }
  return <>{text}</>
}
