import { TextInput } from '@mantine/core'
import { fromDate, toDate, type Micros } from '../life/time'

/** A moment where the user is, by the browser's own picker. */
export function MomentInput({
  label,
  value,
  onChange,
  description,
}: {
  label: string
  value: Micros | null
  onChange: (at: Micros | undefined) => void
  description?: string
}) {
  const text = value === null ? '' : localMinute(value)
  return (
    <TextInput
      type="datetime-local"
      size="xs"
      step={60}
      label={label}
      description={description}
      value={text}
      onChange={(e) => {
        const date = new Date(e.currentTarget.value)
        onChange(Number.isNaN(date.getTime()) ? undefined : fromDate(date))
      }}
    />
  )
}

/** As `datetime-local` inputs hold it. */
export function localMinute(at: Micros): string {
  const date = toDate(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return (
    `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}` +
    `T${two(date.getHours())}:${two(date.getMinutes())}`
  )
}
