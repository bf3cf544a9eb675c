import { Button, SegmentedControl, Select, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { profileQuery, useCustomers } from '../../api/queries'
import { useWords } from '../../i18n'
import { formatInstant, now, parseInstant, type Micros } from '../../life/time'
import { MomentInput } from '../../ui/MomentInput'
import { Page } from '../../ui/Page'
import { textOf } from '../../ui/Value'
import classes from './audit.module.css'
import { EveryOwner } from './EveryOwner'
import { OneCustomer } from './OneCustomer'

/** "Who owned … on … as known on …": both times and the customer stand in the address. */
export function Component() {
  const { t } = useWords()
  const [params, setParams] = useSearchParams()
  const every = params.get('of') === 'all'
  const customer = params.get('customer')
  const [asked] = useState(now)
  const asOf = parseInstant(params.get('asOf')) ?? asked
  const knownAt = parseInstant(params.get('knownAt'))
  const put = (changes: Record<string, string | null>) =>
    setParams((before) => {
      const next = new URLSearchParams(before)
      for (const [name, value] of Object.entries(changes)) {
        if (value) next.set(name, value)
        else next.delete(name)
      }
      return next
    })
  const moment = (name: string) => (at: Micros | undefined) =>
    put({ [name]: at === undefined ? null : formatInstant(at) })
  return (
    <Page title={t('nav.audit')} lead={t('audit.lead')}>
      <section className={`panel ${classes.question}`} aria-label={t('audit.question')}>
        <div className={classes.sentence}>
          <span>{t('audit.who')}</span>
          <SegmentedControl
            size="xs"
            aria-label={t('audit.scope')}
            value={every ? 'all' : 'one'}
            onChange={(value) => put({ of: value === 'all' ? 'all' : null })}
            data={[
              { value: 'one', label: t('audit.one') },
              { value: 'all', label: t('audit.all') },
            ]}
          />
          {!every && (
            <CustomerPicker value={customer} onChange={(id) => put({ customer: id })} />
          )}
        </div>
        <div className={classes.times}>
          <MomentInput
            label={t('audit.asOf')}
            description={t('audit.asOfHint')}
            value={asOf}
            onChange={moment('asOf')}
          />
          <MomentInput
            label={t('audit.knownAt')}
            description={t('audit.knownAtHint')}
            value={knownAt ?? null}
            onChange={moment('knownAt')}
          />
          {knownAt !== undefined && (
            <Button size="xs" variant="default" onClick={() => put({ knownAt: null })}>
              {t('audit.knownToday')}
            </Button>
          )}
        </div>
      </section>
      {every ? (
        <EveryOwner asOf={asOf} knownAt={knownAt} />
      ) : customer ? (
        <OneCustomer id={customer} asOf={asOf} knownAt={knownAt} />
      ) : (
        <Text size="sm" c="var(--ink-soft)" ta="center" py={48}>
          {t('audit.choose')}
        </Text>
      )}
    </Page>
  )
}

function CustomerPicker({
  value,
  onChange,
}: {
  value: string | null
  onChange: (id: string | null) => void
}) {
  const words = useWords()
  const { t } = words
  const chosen = useQuery({ ...profileQuery(value ?? ''), enabled: value !== null })
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
      size="sm"
      searchable
      clearable
      aria-label={t('audit.customer')}
      placeholder={t('customers.searchHint')}
      data={data}
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      nothingFoundMessage={t('common.nothingFound')}
      clearButtonProps={{ 'aria-label': t('customers.clear') }}
    />
  )
}

