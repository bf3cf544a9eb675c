import { Button, Group, NumberInput, Select, Text, TextInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { ApiProblem } from '../../api/problem'
import { useCustomerCommand } from '../../api/commands'
import type { FieldDefinition } from '../../api/types'
import { useWords } from '../../i18n'
import { isErased, type Value } from '../../life/events'
import { Problem } from '../../ui/Problem'
import { textOf } from '../../ui/Value'
import classes from './customer.module.css'

interface Props {
  id: string
  version: number
  definition: FieldDefinition
  label: string
  value: Value | undefined
  onDone: () => void
}

/** Changes one field in place, on the version that its value was read from. */
export function FieldEditor({ id, version, definition, label, value, onDone }: Props) {
  const words = useWords()
  const { t } = words
  const command = useCustomerCommand(id)
  const [text, setText] = useState(() => written(value))
  const [currency] = useState(
    typeof value === 'object' && 'currency' in value ? value.currency : 'CNY',
  )
  // What the change is based on: a version that arrives while typing must not slip under it.
  const [basis, setBasis] = useState({ version, value })
  const conflict = command.error instanceof ApiProblem && command.error.status === 412
  const overtaken = conflict && version !== basis.version

  const save = (ifMatch: number) =>
    command.mutate(
      {
        method: 'PATCH',
        ifMatch,
        body: { fields: { [definition.name]: sent(definition.type, text, currency) } },
      },
      { onSuccess: onDone },
    )
  const field = {
    size: 'xs' as const,
    'aria-label': label,
    autoFocus: true,
    value: text,
    // Not disabled, which would take the keyboard out of it.
    readOnly: command.isPending,
  }
  return (
    <form
      className={classes.editor}
      onSubmit={(e) => {
        e.preventDefault()
        save(basis.version)
      }}
      onKeyDown={(e) => {
        if (e.key === 'Escape') onDone()
      }}
    >
      {definition.type === 'choice' ? (
        <Select
          {...field}
          data={definition.choices}
          clearable
          onChange={(choice) => setText(choice ?? '')}
        />
      ) : definition.type === 'number' || definition.type === 'money' ? (
        <NumberInput
          {...field}
          onChange={(number) => setText(String(number))}
          {...(definition.type === 'money' ? { rightSection: currency, rightSectionWidth: 48 } : {})}
        />
      ) : definition.type === 'text' && definition.maxLength > 300 ? (
        <Textarea
          {...field}
          autosize
          maxRows={8}
          maxLength={definition.maxLength}
          onChange={(e) => setText(e.currentTarget.value)}
        />
      ) : (
        <TextInput
          {...field}
          type={definition.type === 'date' ? 'date' : 'text'}
          maxLength={definition.type === 'text' ? definition.maxLength : 500}
          placeholder={definition.type === 'geo-point' ? '31.2304, 121.4737' : ''}
          onChange={(e) => setText(e.currentTarget.value)}
        />
      )}
      <Group gap={6} mt={6}>
        <Button type="submit" size="compact-xs" loading={command.isPending}>
          {t('common.save')}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onDone}>
          {t('common.cancel')}
        </Button>
      </Group>
      {conflict ? (
        <div className={classes.conflict} role="alert">
          <Text size="sm" fw={600}>
            {t('conflict.title')}
          </Text>
          <Text size="sm">
            {overtaken
              ? t('conflict.field', { field: label, value: textOf(value, words) })
              : t('conflict.other')}
          </Text>
          <Group gap={6} mt={6}>
            <Button
              size="compact-xs"
              onClick={() => {
                setBasis({ version, value })
                save(version)
              }}
            >
              {t('conflict.saveMine')}
            </Button>
            <Button size="compact-xs" variant="default" onClick={onDone}>
              {t('conflict.keepTheirs')}
            </Button>
          </Group>
        </div>
      ) : (
        command.error && (
          <div className={classes.failure}>
            <Problem error={command.error} />
          </div>
        )
      )}
    </form>
  )
}

function written(value: Value | undefined): string {
  if (value === undefined || isErased(value)) return ''
  if (typeof value !== 'object') return String(value)
  return 'currency' in value ? String(value.amount) : `${value.latitude}, ${value.longitude}`
}

/** As the API takes it; nothing clears the field. */
function sent(type: string, text: string, currency: string): unknown {
  const trimmed = text.trim()
  if (!trimmed) return null
  switch (type) {
    case 'number':
      return Number(trimmed)
    case 'money':
      return { amount: Number(trimmed), currency }
    case 'geo-point': {
      const [latitude, longitude] = trimmed.split(/[,，\s]+/).map(Number)
      return { latitude, longitude }
    }
    default:
      return trimmed
  }
}
