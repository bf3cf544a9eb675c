import { Autocomplete, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { profileQuery, useCustomers, useReps } from '../../api/queries'
import { useWords, type Key } from '../../i18n'
import { formatInstant, fromDate, now, parseInstant } from '../../life/time'
import { localMinute } from '../../ui/MomentInput'
import { personal } from '../../ui/personal'
import { textOf } from '../../ui/Value'
import type { Blank, Question } from './questions'
import classes from './audit.module.css'

interface Props {
  question: Question
  query: Record<string, string | undefined>
  /** The other knowledge that the answer is compared with. */
  than: string | undefined
  put: (changes: Record<string, string | undefined>) => void
}

/** The question as a sentence with blanks. */
export function Sentence({ question, query, than, put }: Props) {
  const { t } = useWords()
  const blank = (name: Blank): ReactNode => {
    const value = query[name]
    const change = (next: string | undefined) => put({ [name]: next })
    switch (name) {
      case 'customer':
        return <CustomerBlank value={value} change={change} />
      case 'rep':
        return <RepBlank value={value} change={change} />
      case 'territory':
        return <TerritoryBlank value={value} change={change} />
      case 'step':
        return <StepBlank value={value} change={change} />
      case 'from':
        return <MomentBlank label="ask.from" unset="ask.choose" value={value} change={change} />
      case 'to':
        return <MomentBlank label="ask.to" unset="ask.now" value={value} change={change} />
      case 'asOf':
        return <MomentBlank label="ask.asOf" unset="ask.now" value={value} change={change} />
      case 'knownAt':
        return <MomentBlank label="ask.knownAt" unset="ask.today" value={value} change={change} />
    }
  }
  // Word order is the language's: the text says where each blank stands.
  const parts = t(question.sentence).split(/\{(\w+)\}/)
  return (
    <div className={classes.sentence}>
      {parts.map((part, i) =>
        i % 2 === 1 ? (
          <span key={part}>{blank(part as Blank)}</span>
        ) : (
          part.trim() && (
            <span key={`text ${i}`} data-close={/^\p{P}/u.test(part) || undefined}>
              {part.trim()}
            </span>
          )
        ),
      )}
      {question.blanks.includes('knownAt') && (
        <span className={classes.compare}>
          {than === undefined ? (
            <button
              type="button"
              className={classes.more}
              onClick={() => put({ than: formatInstant(now()) })}
            >
              {t('ask.compare')}
            </button>
          ) : (
            <>
              <span>{t('ask.comparedWith')}</span>
              <MomentBlank
                label="ask.than"
                unset="ask.choose"
                value={than}
                change={(next) => put({ than: next })}
              />
            </>
          )}
        </span>
      )}
    </div>
  )
}

interface BlankProps {
  value: string | undefined
  change: (value: string | undefined) => void
}

function MomentBlank({ label, unset, value, change }: BlankProps & { label: Key; unset: Key }) {
  const { t } = useWords()
  const at = parseInstant(value)
  if (at === undefined) {
    return (
      <button
        type="button"
        className={classes.blank}
        data-unset
        aria-label={`${t(label)}: ${t(unset)}`}
        onClick={() => change(formatInstant(now()))}
      >
        {t(unset)}
      </button>
    )
  }
  return (
    <span className={classes.blank}>
      <input
        type="datetime-local"
        aria-label={t(label)}
        value={localMinute(at)}
        onChange={(e) => {
          const date = new Date(e.currentTarget.value)
          if (!Number.isNaN(date.getTime())) change(formatInstant(fromDate(date)))
        }}
      />
      <button type="button" aria-label={t('ask.clear', { what: t(label) })} onClick={() => change(undefined)}>
        <IconX size={14} aria-hidden />
      </button>
    </span>
  )
}

function CustomerBlank({ value, change }: BlankProps) {
  const words = useWords()
  const { t } = words
  const chosen = useQuery({ ...profileQuery(value ?? ''), enabled: value !== undefined })
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const query = useCustomers(q ? { q } : {})
  const found = query.data?.pages[0]?.customers ?? []
  const data = found.map((it) => ({ value: it.id, label: it.name ?? t('common.erased') }))
  if (value && !data.some((it) => it.value === value)) {
    const name = chosen.data?.fields['name']
    const label = name === undefined ? t('audit.chosen', { id: value.slice(0, 8) }) : textOf(name, words)
    data.unshift({ value, label })
  }
  return (
    <Select
      className={classes.picker!}
      searchable
      clearable
      aria-label={t('audit.customer')}
      placeholder={t('customers.searchHint')}
      data={data}
      filter={({ options }) => options}
      value={value ?? null}
      onChange={(next) => change(next ?? undefined)}
      onSearchChange={setTyped}
      nothingFoundMessage={t('common.nothingFound')}
      clearButtonProps={{ 'aria-label': t('customers.clear') }}
    />
  )
}

function RepBlank({ value, change }: BlankProps) {
  const { t } = useWords()
  const { reps } = useReps()
  return (
    <Select
      className={classes.short!}
      searchable
      clearable
      aria-label={t('audit.rep')}
      placeholder={t('ask.anybody')}
      data={reps.map((it) => ({ value: it.id, label: personal(it.name, t) }))}
      value={value ?? null}
      onChange={(next) => change(next ?? undefined)}
      nothingFoundMessage={t('common.nothingFound')}
      clearButtonProps={{ 'aria-label': t('customers.clear') }}
    />
  )
}

function TerritoryBlank({ value, change }: BlankProps) {
  const { t } = useWords()
  const { reps } = useReps()
  const [typed, setTyped] = useState(value ?? '')
  return (
    <Autocomplete
      className={classes.short!}
      aria-label={t('audit.territory')}
      placeholder={t('audit.territory')}
      data={[...new Set(reps.map((it) => it.territory).filter(Boolean))].sort()}
      value={typed}
      onChange={setTyped}
      onOptionSubmit={change}
      onBlur={() => change(typed.trim() || undefined)}
    />
  )
}

const STEPS = ['day', 'week', 'month'] as const

function StepBlank({ value, change }: BlankProps) {
  const { t } = useWords()
  return (
    <span className={classes.blank}>
      <select
        aria-label={t('ask.step')}
        value={value ?? 'month'}
        onChange={(e) => change(e.currentTarget.value)}
      >
        {STEPS.map((it) => (
          <option key={it} value={it}>
            {t(`step.${it}`)}
          </option>
        ))}
      </select>
    </span>
  )
}
