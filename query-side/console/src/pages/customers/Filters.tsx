import { Button, Group, Popover, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { useState } from 'react'
import { useFields, useGrades, usePools, useReps } from '../../api/queries'
import type { FieldDefinition } from '../../api/types'
import { useWords } from '../../i18n'
import { personal } from '../../ui/personal'
import { filtersIn, filterOf } from './filter'
import classes from './customers.module.css'

const RANGED = new Set(['number', 'money', 'date'])
const PLAIN = new Set(['text', 'choice'])

/** Everything a list can be narrowed by; the address holds all of it. */
export function Filters({
  params,
  put,
  reset,
}: {
  params: URLSearchParams
  put: (name: string, value: string | null) => void
  reset: () => void
}) {
  const { t, word } = useWords()
  const { reps } = useReps()
  const pools = usePools()
  const grades = useGrades()
  const { fields, label } = useFields()
  const [opened, setOpened] = useState(false)
  const on = filtersIn(filterOf(params))
  const clear = { 'aria-label': t('customers.clear') }
  const open = (fields?.customer ?? []).filter((field) => !field.personal || RANGED.has(field.type))
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={440} shadow="lg" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant={on > 0 ? 'light' : 'default'}
          leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.8} />}
          onClick={() => setOpened(!opened)}
          aria-expanded={opened}
        >
          {on > 0 ? t('list.filtersOn', { count: on }) : t('list.filters')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('list.filters')} className={classes.filters!}>
        <div className={classes.filterGrid}>
          <Select
            size="xs"
            searchable
            // It has the focus at once: its list would lie over the other fields.
            openOnFocus={false}
            clearable
            label={t('customers.owner')}
            placeholder={t('customers.anyOwner')}
            data={reps.map((rep) => ({ value: rep.id, label: personal(rep.name, t) }))}
            value={params.get('owner')}
            onChange={(value) => put('owner', value)}
            comboboxProps={{ withinPortal: false }}
            clearButtonProps={clear}
          />
          <Select
            size="xs"
            clearable
            label={t('nav.pool')}
            placeholder={t('customers.anyPool')}
            data={(pools.data?.pools ?? []).map((it) => it.pool)}
            value={params.get('pool')}
            onChange={(value) => put('pool', value)}
            comboboxProps={{ withinPortal: false }}
            clearButtonProps={clear}
          />
          <Select
            size="xs"
            clearable
            label={t('customers.grade')}
            placeholder={t('customers.anyGrade')}
            data={grades.map((it) => it.grade)}
            value={params.get('grade')}
            onChange={(value) => put('grade', value)}
            comboboxProps={{ withinPortal: false }}
            clearButtonProps={clear}
          />
          <Select
            size="xs"
            clearable
            label={t('list.kind')}
            placeholder={t('list.anyKind')}
            data={['company', 'outlet', 'person'].map((value) => ({ value, label: word('kind', value) }))}
            value={params.get('kind')}
            onChange={(value) => put('kind', value)}
            comboboxProps={{ withinPortal: false }}
            clearButtonProps={clear}
          />
        </div>
        <SegmentedControl
          size="xs"
          fullWidth
          my={10}
          aria-label={t('list.holder')}
          value={params.get('holder') ?? ''}
          onChange={(value) => put('holder', value || null)}
          data={[
            { value: '', label: t('list.anyHolder') },
            { value: 'rep', label: t('list.reps') },
            { value: 'pool', label: t('list.pools') },
          ]}
        />
        <div className={classes.filterGrid}>
          {open.map((field) => (
            <FieldFilter key={field.name} field={field} label={label(field.name)} params={params} put={put} />
          ))}
        </div>
        <Group justify="flex-end" mt="sm">
          <Button size="xs" variant="subtle" color="gray" disabled={on === 0} onClick={reset}>
            {t('list.reset')}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  )
}

function FieldFilter({
  field,
  label,
  params,
  put,
}: {
  field: FieldDefinition
  label: string
  params: URLSearchParams
  put: (name: string, value: string | null) => void
}) {
  const { t } = useWords()
  const name = `field.${field.name}`
  if (field.type === 'choice') {
    return (
      <Select
        size="xs"
        clearable
        searchable
        label={label}
        data={field.choices}
        value={params.get(name)}
        onChange={(value) => put(name, value)}
        comboboxProps={{ withinPortal: false }}
        clearButtonProps={{ 'aria-label': t('customers.clear') }}
      />
    )
  }
  if (PLAIN.has(field.type)) return <Typed name={name} label={label} params={params} put={put} />
  if (!RANGED.has(field.type)) return null
  const type = field.type === 'date' ? 'date' : 'text'
  return (
    // Two days beside each other take a row.
    <Group gap={6} wrap="nowrap" align="end" {...(type === 'date' ? { style: { gridColumn: '1 / -1' } } : {})}>
      <Typed name={`${name}.min`} label={t('list.from', { field: label })} type={type} params={params} put={put} />
      <Typed name={`${name}.max`} label={t('list.to', { field: label })} type={type} params={params} put={put} />
    </Group>
  )
}

/** Text that becomes a filter once one has stopped typing. */
function Typed({
  name,
  label,
  type = 'text',
  params,
  put,
}: {
  name: string
  label: string
  type?: 'text' | 'date'
  params: URLSearchParams
  put: (name: string, value: string | null) => void
}) {
  const [text, setText] = useState(params.get(name) ?? '')
  const later = useDebouncedCallback((value: string) => put(name, value.trim() || null), 400)
  return (
    <TextInput
      size="xs"
      flex={1}
      type={type}
      label={label}
      value={text}
      onChange={(e) => {
        setText(e.currentTarget.value)
        later(e.currentTarget.value)
      }}
    />
  )
}
