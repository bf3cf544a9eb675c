import { Select, Table, Text, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState, type ReactNode } from 'react'
import { useCustomers, useFields, useLife } from '../../api/queries'
import { useWords } from '../../i18n'
import { customerAt, openSteps, sameValue, type CustomerAt } from '../../life/customer'
import { FOR_EVER, now } from '../../life/time'
import { HolderName } from '../../ui/holder'
import { Loading } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Problem } from '../../ui/Problem'
import { Value } from '../../ui/Value'
import { Frame } from './Dialogs'
import classes from './customer.module.css'

/** Says that this customer is another one, entered twice, once both were seen side by side. */
export function MergeDialog({
  id,
  present,
  close,
}: {
  id: string
  present: CustomerAt
  close: () => void
}) {
  const { t } = useWords()
  const [into, setInto] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  return (
    <Frame
      title={t('merge.title')}
      id={id}
      close={close}
      ready={into !== null && reason.trim() !== ''}
      action={t('merge.do')}
      done={t('merge.done')}
      command={{
        method: 'POST',
        path: '/merge',
        body: { into, reason: reason.trim() },
      }}
    >
      <Text size="sm" mb="sm">
        {t('merge.means')}
      </Text>
      <Other not={id} value={into} onChange={setInto} />
      {into && <Both key={into} one={present} into={into} />}
      <Textarea
        mt="sm"
        label={t('common.reason')}
        required
        autosize
        minRows={2}
        maxLength={1000}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
    </Frame>
  )
}

function Other({
  not,
  value,
  onChange,
}: {
  not: string
  value: string | null
  onChange: (id: string | null) => void
}) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 200)
  const { data } = useCustomers(q ? { q } : {})
  const found = (data?.pages[0]?.customers ?? []).filter((it) => it.id !== not)
  return (
    <Select
      data-autofocus
      required
      searchable
      label={t('merge.into')}
      placeholder={t('customers.searchHint')}
      data={found.map((it) => ({ value: it.id, label: it.name ?? t('common.erased') }))}
      filter={({ options }) => options}
      value={value}
      onChange={onChange}
      onSearchChange={setTyped}
      nothingFoundMessage={t('common.nothingFound')}
    />
  )
}

/** What differs, and how much either brings along. */
function Both({ one, into }: { one: CustomerAt; into: string }) {
  const { t, format } = useWords()
  const { fields, label } = useFields()
  const { data: life, error, refetch } = useLife(into)
  if (error && !life) return <Problem error={error} retry={() => void refetch()} />
  if (!life) return <Loading height={160} />
  const other = customerAt(life, now(), FOR_EVER)
  const differing = [
    ...new Set([
      ...(fields?.customer ?? []).map((it) => it.name),
      ...one.fields.keys(),
      ...other.fields.keys(),
    ]),
  ].filter((name) => !sameValue(one.fields.get(name), other.fields.get(name)))
  const counts = [
    ['followUps', 'compare.followUps'],
    ['contacts', 'profile.contacts'],
    ['dates', 'profile.dates'],
    ['complaints', 'profile.complaints'],
  ] as const
  const rows: [string, (it: CustomerAt) => ReactNode][] = [
    [t('lane.owner'), (it) => it.holder && <HolderName holder={it.holder} />],
    ...differing.map((name): [string, (it: CustomerAt) => ReactNode] => [
      label(name),
      (it) => <Value value={it.fields.get(name)} />,
    ]),
    ...counts.map(([part, name]): [string, (it: CustomerAt) => ReactNode] => [
      t(name),
      (it) => format.number(it[part].size),
    ]),
    [
      t('profile.steps'),
      (it) => openSteps(it).map((step) => <div key={step.followUp}>{personal(step.details.nextStep?.what, t)}</div>),
    ],
  ]
  return (
    <Table className={classes.compare!} layout="fixed" verticalSpacing={6} mt="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w="28%">{t('compare.what')}</Table.Th>
          <Table.Th>{t('merge.this')}</Table.Th>
          <Table.Th>{t('merge.stays')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([name, cell]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td>{cell(one)}</Table.Td>
            <Table.Td>{cell(other)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
