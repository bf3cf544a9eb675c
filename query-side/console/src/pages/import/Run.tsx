import { Anchor, Button, Group, Progress, Table, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { changedNow, lines } from '../../api/client'
import { customersChanged } from '../../api/commands'
import { useOperation } from '../../api/queries'
import { useWords } from '../../i18n'
import { Problem } from '../../ui/Problem'
import { Tag, type TagTone } from '../../ui/Tag'
import { reasonsZh } from './reasons.zh'
import classes from './import.module.css'

interface RowReport {
  row: number
  target?: string
  outcome: string
  code?: string
  detail?: string
}

/** Reports are kept whole by the service; the page holds as many as can be read. */
const KEPT = 20_000
const SHOWN = 100

/** What can come of a row, the worst first: what became several facts is told by the worst of them. */
const TONES: Record<string, TagTone> = {
  reject: 'bad',
  warning: 'warn',
  create: 'good',
  amend: 'good',
  unchanged: 'quiet',
}
const WORST = Object.keys(TONES)

/** A row becomes several facts, one after the other; the first of the worst is what it failed at. */
function gather(rows: RowReport[], next: RowReport): void {
  const last = rows.at(-1)
  if (last?.row !== next.row || last.target !== next.target) rows.push(next)
  else if (WORST.indexOf(next.outcome) < WORST.indexOf(last.outcome)) rows[rows.length - 1] = next
}

const worstFirst = (a: RowReport, b: RowReport) =>
  WORST.indexOf(a.outcome) - WORST.indexOf(b.outcome) || a.row - b.row

/** What a run says of itself when it has ended: rows that were read, and facts that came of them. */
interface Summary {
  rows?: number
  created?: number
  amended?: number
  unchanged?: number
  detail?: string
}

/**
 * How many rows came to what. A rehearsal reports every row; an import only those there is something
 * to be said of: the others were taken.
 */
function outcomes(dry: boolean, { counts, refused }: Reported, { rows = 0 }: Summary = {}): [string, number][] {
  if (dry) return [...counts]
  const taken: [string, number] = ['taken', rows - refused]
  return [taken, ...counts].filter(([, count]) => count > 0)
}

interface Reported {
  rows: RowReport[]
  /** By the worst that came of a row, for each thing that rows become. */
  counts: Map<string, number>
  /** Rows that were rejected, at least in part. */
  refused: number
}

/** The run of an import or of its rehearsal: progress, then what came of which row. */
export function Run({
  id,
  dry,
  importing = false,
  failure,
  onImport,
}: {
  id: string
  dry: boolean
  /** Whether what was rehearsed is on its way to be imported, and what kept it. */
  importing?: boolean
  failure?: unknown
  onImport?: () => void
}) {
  const { t, word, format, language } = useWords()
  const operation = useOperation(id)
  const state = operation.data?.state
  const ended = state === 'done' || state === 'failed'
  const queries = useQueryClient()
  useEffect(() => {
    if (!ended || dry) return
    changedNow()
    void queries.invalidateQueries({ queryKey: ['life'] })
    customersChanged(queries)
  }, [ended, dry, queries])
  const report = useQuery({
    queryKey: ['import', id, 'report'],
    queryFn: async ({ signal }) => {
      const rows: RowReport[] = []
      const counts = new Map<string, number>()
      let refused = 0
      let row: RowReport[] = []
      const told = () => {
        if (row.some((it) => it.outcome === 'reject')) refused++
        for (const it of row) counts.set(it.outcome, (counts.get(it.outcome) ?? 0) + 1)
        if (rows.length < KEPT) rows.push(...row)
      }
      for await (const next of lines<RowReport>(`/api/imports/${id}/report`, { signal })) {
        if (row[0]?.row !== next.row) {
          told()
          row = []
        }
        gather(row, next)
      }
      told()
      return { rows: rows.sort(worstFirst), counts, refused } satisfies Reported
    },
    enabled: ended,
    staleTime: Infinity,
  })
  const reason = ({ code, detail }: RowReport) => {
    const ours = language === 'zh' && code ? reasonsZh[code] : undefined
    if (!ours) return detail
    const column = /\(column (.+?)\)/.exec(detail ?? '')?.[1]
    return column ? `${t('import.column')}“${column}”：${ours}` : ours
  }
  const [only, setOnly] = useState<string | null>(null)
  const [shown, setShown] = useState(SHOWN)
  const rows = report.data?.rows.filter((it) => only === null || it.outcome === only) ?? []
  const { done = 0, total } = operation.data ?? {}
  const summary = operation.data?.detail as Summary | undefined
  // A row becomes several facts: a customer, its grade, its contact.
  const facts = (['created', 'amended', 'unchanged'] as const).flatMap((it) =>
    summary?.[it] ? t(`import.facts.${it}`, { count: summary[it] }) : [],
  )
  return (
    <li className="panel">
      <h2>{t(dry ? 'import.rehearsed' : 'import.imported')}</h2>
      {operation.error && <Problem error={operation.error} retry={() => void operation.refetch()} />}
      <div aria-live="polite">
        <Group justify="space-between" mb={6}>
          <Tag tone={state === 'failed' ? 'bad' : ended ? 'good' : 'busy'}>
            {state ? word('state', state) : '…'}
          </Tag>
          <Text size="sm" c="var(--ink-soft)" className="numbers">
            {total === undefined
              ? t('import.rowsSoFar', { count: done })
              : t('operations.of', { done: format.number(done), total: format.number(total) })}
          </Text>
        </Group>
      </div>
      <Progress
        value={ended ? 100 : total ? (done / total) * 100 : 100}
        animated={!ended}
        color={state === 'failed' ? 'red' : ended ? 'teal' : 'indigo'}
        aria-label={t('import.progress')}
      />
      {state === 'failed' && summary?.detail && (
        <Text size="sm" c="var(--removed)" mt="sm">
          {summary.detail}
        </Text>
      )}
      {report.error && <Problem error={report.error} retry={() => void report.refetch()} />}
      {report.data && (
        <>
          <div className={classes.counts} role="group" aria-label={t('import.outcomes')}>
            {outcomes(dry, report.data, summary).map(([outcome, count]) => (
              <button
                key={outcome}
                type="button"
                disabled={!report.data.counts.has(outcome)}
                aria-pressed={only === outcome}
                onClick={() => setOnly(only === outcome ? null : outcome)}
              >
                <b className="numbers">{format.number(count)}</b>
                <span>{word('rowOutcome', outcome)}</span>
              </button>
            ))}
          </div>
          {!dry && facts.length > 0 && (
            <Text size="sm" className="numbers" mb="sm">
              {facts.join(t('common.comma'))}
            </Text>
          )}
          {rows.length === 0 ? (
            <Text size="sm" c="var(--ink-soft)" my="md">
              {t('import.allFine')}
            </Text>
          ) : (
            <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('import.rows')}>
              <Table fz="sm" verticalSpacing={5} stickyHeader>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th w={80}>{t('import.row')}</Table.Th>
                    <Table.Th w={130}>{t('import.target')}</Table.Th>
                    <Table.Th w={120}>{t('import.outcome')}</Table.Th>
                    <Table.Th>{t('import.detail')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {rows.slice(0, shown).map((it, i) => (
                    <Table.Tr key={i}>
                      <Table.Td className="numbers">{it.row}</Table.Td>
                      <Table.Td>{it.target && word('target', it.target)}</Table.Td>
                      <Table.Td>
                        <Tag tone={TONES[it.outcome] ?? 'plain'}>{word('rowOutcome', it.outcome)}</Tag>
                      </Table.Td>
                      <Table.Td>{reason(it)}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
              {rows.length > shown && (
                <Button size="xs" variant="default" m="sm" onClick={() => setShown(shown + SHOWN)}>
                  {t('common.more', { count: rows.length - shown })}
                </Button>
              )}
            </div>
          )}
          {failure !== null && failure !== undefined && <Problem error={failure} />}
          <Group mt="md">
            {dry && onImport && (
              <Button loading={importing} onClick={onImport}>
                {t('import.do')}
              </Button>
            )}
            {!dry && (report.data.counts.get('reject') ?? 0) > 0 && (
              <Anchor href={`/api/imports/${id}/rejects`} download size="sm">
                {t('import.rejects')}
              </Anchor>
            )}
          </Group>
        </>
      )}
    </li>
  )
}
