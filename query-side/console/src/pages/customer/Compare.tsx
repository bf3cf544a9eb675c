import { Button, Group, Switch, Table, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useFields } from '../../api/queries'
import { useWords } from '../../i18n'
import { customerAt } from '../../life/customer'
import type { Life } from '../../life/definition'
import { DAY, dayOf, formatInstant, parseInstant, YEAR, type Micros } from '../../life/time'
import { useNames } from '../../ui/holder'
import { MomentInput } from '../../ui/MomentInput'
import { compared } from './compared'
import classes from './customer.module.css'
import { useSearchParams } from 'react-router'

interface Props {
  life: Life
  now: Micros
  asOf: Micros
  knownAt: Micros
}

/** Two moments of the customer side by side. */
export function Compare({ life, now, asOf, knownAt }: Props) {
  const words = useWords()
  const { t, format } = words
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

  const rows = compared(a, b, {
    words,
    names,
    label,
    fields: (fields?.customer ?? []).map((it) => it.name),
  })
  const moment = dayOf(from) === dayOf(to) ? format.minute : format.day
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
              <Table.Th>{moment(from)}</Table.Th>
              <Table.Th>{moment(to)}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {(all ? rows : different).map((row) => (
              <Table.Tr key={row.key} data-differs={row.differs || undefined}>
                <Table.Th scope="row">{row.label}</Table.Th>
                <Table.Td>
                  <Lines of={row.a} beside={row.differs ? row.b : undefined} as="del" />
                </Table.Td>
                <Table.Td>
                  <Lines of={row.b} beside={row.differs ? row.a : undefined} as="ins" />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </div>
  )
}

/** What stood there, marked where it does not stand at the other moment. */
function Lines({
  of,
  beside,
  as: Marked,
}: {
  of: readonly string[]
  /** What stands at the other moment; undefined if it is the same. */
  beside: readonly string[] | undefined
  as: 'del' | 'ins'
}) {
  const { t } = useWords()
  if (of.length === 0) return <span className="faint">{t('common.none')}</span>
  // Of one thing it is clear which, also if two reps are called alike.
  const marked = (line: string) =>
    beside && ((beside.length < 2 && of.length < 2) || !beside.includes(line))
  return (
    <ul className={classes.plain}>
      {of.map((line, i) => (
        <li key={i}>{marked(line) ? <Marked>{line}</Marked> : line}</li>
      ))}
    </ul>
  )
}
