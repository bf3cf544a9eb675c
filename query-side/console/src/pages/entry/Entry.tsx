import { Button, Progress, SegmentedControl, Select, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowBackUp, IconArrowForwardUp, IconDeviceFloppy } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { Link, useBlocker } from 'react-router'
import { request } from '../../api/client'
import { customersChanged } from '../../api/commands'
import { useFields, usePools, useReps } from '../../api/queries'
import type { FieldDefinition, Receipt } from '../../api/types'
import { useWords } from '../../i18n'
import type { CustomerKind, Holder } from '../../life/events'
import { useSession } from '../../session/session'
import { Loading, Page } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { personal } from '../../ui/personal'
import { Grid } from './Grid'
import { cleared, isEmpty, newSheet, paste, redo, setCell, setRow, undo, type Row, type Sheet } from './sheet'
import { bodyOf, isVerdict, useChecks, verdictOfProblem, type Verdict } from './useChecks'
import classes from './entry.module.css'

/** Amounts without a currency are in the company's usual one. */
const CURRENCY = 'CNY'
const AT_ONCE = 3

/** Many customers entered as in a spreadsheet. */
export function Component() {
  const { t } = useWords()
  const { fields, error, refetch } = useFields()
  return fields ? (
    <Entry columns={fields.customer} />
  ) : (
    <Page title={t('grid.title')} lead={t('grid.lead')}>
      {error ? <Problem error={error} retry={() => void refetch()} /> : <Loading />}
    </Page>
  )
}

function Entry({ columns }: { columns: FieldDefinition[] }) {
  const { t, word } = useWords()
  const { label } = useFields()
  const { reps } = useReps()
  const pools = usePools()
  const { rep } = useSession()
  const queries = useQueryClient()
  const [sheet, change] = useReducer(
    (before: Sheet, next: (sheet: Sheet) => Sheet) => next(before),
    columns.length,
    newSheet,
  )
  const [kind, setKind] = useState<CustomerKind>('outlet')
  const [holder, setHolder] = useState<string | null>(rep ? `rep:${rep}` : null)
  const is = useMemo(() => ({ kind, holder: holderOf(holder) }), [kind, holder])
  const [draft, setDraft] = useState<Row | null>(null)
  const judge = useChecks(
    draft ? sheet.rows.map((row) => (row.key === draft.key ? draft : row)) : sheet.rows,
    columns,
    CURRENCY,
    is,
  )
  const [refusals, setRefusals] = useState<ReadonlyMap<number, { row: Row; verdict: Verdict }>>(new Map())
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null)
  const [problem, setProblem] = useState<unknown>()
  const table = useRef<HTMLDivElement>(null)

  const verdict = (row: Row): Verdict => {
    const refused = refusals.get(row.key)
    // What was refused is judged anew as soon as the row is another one.
    if (refused?.row === row) return refused.verdict
    if (draft?.key === row.key) {
      // Whom it is like is told while it is typed; what it lacks is not, as it is not done yet.
      const soFar = judge(draft)
      if (soFar.is === 'same' || soFar.is === 'likely') return soFar
    }
    return judge(row)
  }
  const open = sheet.rows.filter((row) => !row.saved && !isEmpty(row))
  const ready = open.filter((row) => ['ok', 'checking'].includes(verdict(row).is))
  const troubled = open.length - ready.length

  const save = async () => {
    if (progress || ready.length === 0) return
    const waiting = [...ready]
    const total = waiting.length
    let done = 0
    let registered = 0
    setProgress({ done, total })
    setProblem(undefined)
    let stopped = false
    const line = async () => {
      for (let row = waiting.shift(); row && !stopped; row = waiting.shift()) {
        const mine = row
        try {
          const receipt = await request<Receipt>('POST', '/api/customers', {
            body: bodyOf(mine, columns, CURRENCY, is),
          })
          registered++
          change((before) => setRow(before, mine.key, { saved: receipt.id }))
        } catch (error) {
          if (!isVerdict(error)) {
            // The others would fare no better: they wait as they are.
            stopped = true
            setProblem(error)
            return
          }
          const refused = verdictOfProblem(error)
          setRefusals((before) => new Map(before).set(mine.key, { row: mine, verdict: refused }))
        }
        setProgress({ done: ++done, total })
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, line)).finally(() => setProgress(null))
    customersChanged(queries)
    if (registered > 0 || !stopped) {
      notifications.show({ color: registered > 0 ? 'teal' : 'orange', message: t('grid.saved', { count: registered }) })
    }
  }

  const unsaved = open.length > 0
  useEffect(() => {
    if (!unsaved) return undefined
    const ask = (e: BeforeUnloadEvent) => e.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsaved])
  const blocker = useBlocker(unsaved)
  useEffect(() => {
    if (blocker.state !== 'blocked') return
    if (window.confirm(t('grid.unsaved'))) blocker.proceed()
    else blocker.reset()
  }, [blocker, t])

  const headings = columns.map((column) => ({
    name: column.name,
    labels: [column.label.en, column.label.zh],
  }))
  return (
    <Page
      title={t('grid.title')}
      lead={t('grid.lead')}
      actions={<Link to="/customers">{t('grid.back')}</Link>}
    >
      <div className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t('grid.kind')}
          value={kind}
          onChange={(value) => setKind(value as CustomerKind)}
          data={(['outlet', 'company', 'person'] as const).map((value) => ({ value, label: word('kind', value) }))}
        />
        <Select
          size="xs"
          w={210}
          searchable
          aria-label={t('grid.holder')}
          placeholder={t('grid.holder')}
          data={[
            {
              group: t('nav.reps'),
              items: reps
                .filter((it) => it.status === 'active')
                .map((it) => ({ value: `rep:${it.id}`, label: personal(it.name, t) })),
            },
            {
              group: t('nav.pool'),
              items: (pools.data?.pools ?? []).map((it) => ({ value: `pool:${it.pool}`, label: it.pool })),
            },
          ]}
          value={holder}
          onChange={setHolder}
        />
        <Button.Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowBackUp size={15} />}
            disabled={sheet.past.length === 0}
            onClick={() => change(undo)}
          >
            {t('grid.undo')}
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowForwardUp size={15} />}
            disabled={sheet.future.length === 0}
            onClick={() => change(redo)}
          >
            {t('grid.redo')}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={open.length === 0}
            onClick={() => change((before) => cleared(before, columns.length))}
          >
            {t('grid.clear')}
          </Button>
        </Button.Group>
        <span className={classes.state} aria-live="polite">
          {troubled > 0 && t('grid.problems', { count: troubled })}
        </span>
        <Button
          leftSection={<IconDeviceFloppy size={16} />}
          disabled={ready.length === 0}
          loading={progress !== null}
          onClick={() => void save()}
        >
          {t('grid.save', { count: ready.length })}
        </Button>
      </div>
      {progress && (
        <>
          <Progress value={(progress.done / progress.total) * 100} aria-label={t('grid.saving', progress)} />
          <Text size="xs" c="var(--ink-soft)" my={4} className="numbers" role="status">
            {t('grid.saving', progress)}
          </Text>
        </>
      )}
      {problem !== undefined && (
        <div className={classes.problem}>
          <Problem error={problem} retry={() => void save()} />
        </div>
      )}
      <Grid
        ref={table}
        columns={columns.map((column) => ({ field: column, label: label(column.name) }))}
        rows={sheet.rows}
        verdict={verdict}
        onCell={(row, column, text) => change((before) => setCell(before, row, column, text))}
        onDraft={setDraft}
        onPaste={(row, column, text) => {
          const pasted = paste(sheet, row, column, text, headings)
          change(() => pasted.sheet)
          notifications.show({
            color: pasted.rows < pasted.all || pasted.left.length > 0 ? 'orange' : 'teal',
            message: [
              t(pasted.rows < pasted.all ? 'grid.pastedCut' : 'grid.pasted', {
                rows: pasted.rows,
                all: pasted.all,
                count: pasted.rows,
              }),
              pasted.headings ? t('grid.headings') : '',
              pasted.left.length > 0
                ? t('grid.headingsLeft', { columns: pasted.left.join(t('common.comma')) })
                : '',
            ]
              .filter(Boolean)
              .join(' '),
          })
        }}
        onAnother={(key, another) => change((before) => setRow(before, key, { another }))}
        onUndo={() => change(undo)}
        onRedo={() => change(redo)}
        onSave={() => void save()}
      />
      <p className={classes.help}>{t('grid.help')}</p>
    </Page>
  )
}

function holderOf(text: string | null): Holder | undefined {
  if (text?.startsWith('rep:')) return { rep: text.slice('rep:'.length) }
  if (text?.startsWith('pool:')) return { pool: text.slice('pool:'.length) }
  return undefined
}
