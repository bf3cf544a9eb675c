import { Checkbox, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { usePools, useReps } from '../../api/queries'
import { useWords } from '../../i18n'
import type { CustomerAt } from '../../life/customer'
import { formatInstant, parseInstant } from '../../life/time'
import { MomentInput } from '../../ui/MomentInput'
import { personal } from '../../ui/personal'
import { textOf } from '../../ui/Value'
import type { Action, Answers, Input } from './actions'
import { Frame } from './Dialogs'

/** Asks what an action needs to know, and does it. */
export function ActionDialog({
  id,
  action,
  present,
  close,
}: {
  id: string
  action: Action
  present: CustomerAt
  close: () => void
}) {
  const { t } = useWords()
  const [answers, setAnswers] = useState<Answers>(() =>
    Object.fromEntries(action.inputs.map(({ name, initial = '' }) => [name, initial])),
  )
  const ready = action.inputs.every(
    ({ name, optional, kind }) => optional || kind === 'check' || answers[name]!.trim() !== '',
  )
  const trimmed = Object.fromEntries(Object.entries(answers).map(([k, v]) => [k, v.trim()]))
  return (
    <Frame
      title={t(action.title)}
      id={id}
      close={close}
      ready={ready}
      action={t(action.do)}
      done={t(action.done)}
      command={action.command(trimmed)}
    >
      <div style={{ display: 'grid', gap: 12 }}>
        {action.inputs.map((input, i) => (
          <Question
            key={input.name}
            input={input}
            first={i === 0}
            value={answers[input.name]!}
            present={present}
            onChange={(value) => setAnswers((now) => ({ ...now, [input.name]: value }))}
          />
        ))}
      </div>
    </Frame>
  )
}

function Question({
  input,
  first,
  value,
  present,
  onChange,
}: {
  input: Input
  first: boolean
  value: string
  present: CustomerAt
  onChange: (value: string) => void
}) {
  const words = useWords()
  const { t, word } = words
  const { reps } = useReps()
  const { data: pools } = usePools()
  const common = {
    label: t(input.label),
    required: !input.optional,
    ...(first ? { 'data-autofocus': true } : {}),
  }
  const select = (data: { value: string; label: string }[]) => (
    <Select
      {...common}
      searchable={data.length > 7}
      clearable={input.optional === true}
      data={data}
      value={value || null}
      onChange={(next) => onChange(next ?? '')}
      nothingFoundMessage={t('common.nothingFound')}
    />
  )
  switch (input.kind) {
    case 'choice':
      return select(
        (input.choices ?? []).map((it) => ({ value: it, label: word(input.words ?? '', it) })),
      )
    case 'rep':
      return select(
        reps
          .filter((it) => it.status !== 'left')
          .map((it) => ({ value: it.id, label: `${personal(it.name, t)} · ${it.team}` })),
      )
    case 'pool':
      return select((pools?.pools ?? []).map((it) => ({ value: it.pool, label: it.pool })))
    case 'contact':
      return select(
        [...present.contacts].map(([contact, fields]) => ({
          value: contact,
          label: textOf(fields.get('name'), words),
        })),
      )
    case 'moment':
      return (
        <MomentInput
          label={t(input.label)}
          value={parseInstant(value) ?? null}
          onChange={(at) => onChange(at === undefined ? '' : formatInstant(at))}
        />
      )
    case 'check':
      return (
        <Checkbox
          label={t(input.label)}
          checked={value === 'true'}
          onChange={(e) => onChange(String(e.currentTarget.checked))}
        />
      )
    case 'area':
      return (
        <Textarea
          {...common}
          autosize
          minRows={2}
          maxLength={1000}
          value={value}
          onChange={(e) => onChange(e.currentTarget.value)}
        />
      )
    default:
      return (
        <TextInput
          {...common}
          type={input.kind === 'day' ? 'date' : 'text'}
          inputMode={input.kind === 'number' ? 'decimal' : undefined}
          maxLength={200}
          value={value}
          onChange={(e) => onChange(e.currentTarget.value)}
        />
      )
  }
}
