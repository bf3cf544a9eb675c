import { Button, Group, Switch, Table, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useFields } from '../../api/queries'
import { useWords } from '../../i18n'
import { customerAt, openSteps, sameHolder, sameValue, type CustomerAt } from '../../life/customer'
import type { Life } from '../../life/definition'
import { DAY, formatInstant, parseInstant, YEAR, type Micros } from '../../life/time'
import { useNames } from '../../ui/holder'
import { MomentInput } from '../../ui/MomentInput'
import { personal } from '../../ui/personal'
import { Value } from '../../ui/Value'
import classes from './customer.module.css'
import { useSearchParams } from 'react-router'

interface Props {
  life: Life
  now: Micros
  asOf: Micros
  knownAt: Micros
}

interface Row {
  key: string
  label: string
  a: React.ReactNode
  b: React.ReactNode
  differs: boolean
}

/** Two moments of the customer side by side. */
export function Compare({ life, now, asOf, knownAt }: Props) {
  const { t, format } = useWords()
  const { fields, label } = useFields()
  const names = useNames()
  const [params, setParams] = useSearchParams()
  const [all, setAll] = useState(false)
  const from = parseInstant(params.get('from')) ?? (asOf < now - DAY ? asOf : now - YEAR)
  const to = parseInstant(params.get('to')) ?? now
  const set = (name: 'from' | 'to', at: Micros | undefined) => {
    if (at === undefined) return
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        next.set(name, formatInstant(at))
        return next
      },
      { replace: true, preventScrollReset: true },
    )
  }
  const a = useMemo(() => customerAt(life, from, knownAt), [life, from, knownAt])
  const b = useMemo(() => customerAt(life, to, knownAt), [life, to, knownAt])

  const holder = (it: CustomerAt) => (it.holder ? names.holder(it.holder) : t('common.none'))
  const steps = (it: CustomerAt) => {
    const open = openSteps(it)
    if (open.length === 0) return t('common.none')
    return (
      <ul className={classes.plain}>
        {open.map((step) => (
          <li key={step.followUp}>{personal(step.details.nextStep?.what, t)}</li>
        ))}
      </ul>
    )
  }
  const order = [
    ...new Set([
      ...(fields?.customer ?? []).map((it) => it.name),
      ...a.fields.keys(),
      ...b.fields.keys(),
    ]),
  ].filter((field) => a.fields.has(field) || b.fields.has(field))
  const stepsKey = (it: CustomerAt) => openSteps(it).map((step) => step.followUp).join()
  const rows: Row[] = [
    {
      key: 'holder',
      label: t('lane.owner'),
      a: holder(a),
      b: holder(b),
      differs: !sameHolder(a.holder, b.holder),
    },
    {
      key: 'grade',
      label: t('compare.grade'),
      a: a.classification?.grade ?? t('common.none'),
      b: b.classification?.grade ?? t('common.none'),
      differs: a.classification?.grade !== b.classification?.grade,
    },
    ...order.map((field) => ({
      key: `field-${field}`,
      label: label(field),
      a: <Value value={a.fields.get(field)} />,
      b: <Value value={b.fields.get(field)} />,
      differs: !sameValue(a.fields.get(field), b.fields.get(field)),
    })),
    {
      key: 'steps',
      label: t('profile.steps'),
      a: steps(a),
      b: steps(b),
      differs: stepsKey(a) !== stepsKey(b),
    },
    ...(
      [
        ['contacts', 'profile.contacts'],
        ['dates', 'profile.dates'],
        ['followUps', 'compare.followUps'],
      ] as const
    ).map(([part, name]) => ({
      key: part,
      label: t(name),
      a: format.number(a[part].size),
      b: format.number(b[part].size),
      differs: a[part].size !== b[part].size,
    })),
  ]
  const different = rows.filter((row) => row.differs)
  return (
    <div>
      <Group align="end" gap="md" mb="md">
        <MomentInput label={t('compare.first')} value={from} onChange={(at) => set('from', at)} />
        <MomentInput label={t('compare.second')} value={to} onChange={(at) => set('to', at)} />
        <Button
          variant="default"
          size="xs"
          onClick={() => {
            set('to', now)
          }}
        >
          {t('compare.now')}
        </Button>
        <Switch
          size="sm"
          ml="auto"
          mb={6}
          label={t('compare.all')}
          checked={all}
          onChange={(e) => setAll(e.currentTarget.checked)}
        />
      </Group>
      <Text size="sm" c="var(--ink-soft)" mb={8} aria-live="polite">
        {t('compare.found', { count: different.length })}
      </Text>
      {(all || different.length > 0) && (
        <Table className={classes.compare!} verticalSpacing={8} layout="fixed">
          <Table.Thead>
            <Table.Tr>
              <Table.Th w="24%">{t('compare.what')}</Table.Th>
              <Table.Th>{format.day(from)}</Table.Th>
              <Table.Th>{format.day(to)}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {(all ? rows : different).map((row) => (
              <Table.Tr key={row.key} data-differs={row.differs || undefined}>
                <Table.Th scope="row">{row.label}</Table.Th>
                <Table.Td>{row.differs ? <del>{row.a}</del> : row.a}</Table.Td>
                <Table.Td>{row.differs ? <ins>{row.b}</ins> : row.b}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  )
}
