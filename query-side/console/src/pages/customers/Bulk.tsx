import { Button, Group, MultiSelect, Progress, Select, Text, Textarea } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { customersChanged } from '../../api/commands'
import { useGrades, usePools, useReps } from '../../api/queries'
import type { CustomerRow } from '../../api/types'
import { useWords } from '../../i18n'
import { personal } from '../../ui/personal'
import { explain } from '../../ui/Problem'
import { Window } from '../../ui/Window'
import { doToAll, Refused, type Deed, type Outcome, type Wish } from './bulk'
import classes from './customers.module.css'

/** One thing done to many customers, with what came of each. */
export function Bulk({ deed, rows, close }: { deed: Deed; rows: CustomerRow[]; close: () => void }) {
  const words = useWords()
  const { t } = words
  const { reps } = useReps()
  const pools = usePools()
  const grades = useGrades()
  const queries = useQueryClient()
  const [to, setTo] = useState<string | null>(null)
  const [among, setAmong] = useState<string[]>([])
  const [pool, setPool] = useState<string | null>(null)
  const [grade, setGrade] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome> | null>(null)
  const [running, setRunning] = useState(false)
  const stop = useRef(new AbortController())

  const wish: Wish | null =
    deed === 'transfer'
      ? to ? { deed, to, reason } : null
      : deed === 'assign'
        ? among.length > 0 ? { deed, to: among, reason } : null
        : deed === 'release'
          ? { deed, pool, reason }
          : grade ? { deed, grade, reason } : null
  const reasoned = deed === 'classify' || reason.trim() !== ''

  const run = async () => {
    if (!wish) return
    setRunning(true)
    setOutcomes(new Map())
    stop.current = new AbortController()
    await doToAll(
      wish,
      rows,
      (outcome) => setOutcomes((before) => new Map(before).set(outcome.id, outcome)),
      stop.current.signal,
    )
    setRunning(false)
    void queries.invalidateQueries({ queryKey: ['life'] })
    customersChanged(queries)
  }

  const active = reps
    .filter((rep) => rep.status === 'active')
    .map((rep) => ({ value: rep.id, label: personal(rep.name, t) }))
  const all = outcomes ? [...outcomes.values()] : []
  const refused = all.filter((it) => it.error !== undefined)
  const said = (error: unknown) => (error instanceof Refused ? error.message : explain(error, words).advice)
  const title = t('bulk.title', { what: t(`bulk.${deed}`), count: rows.length })
  return (
    <Window onClose={close} title={title} size="lg" closeOnClickOutside={!running}>
      {!outcomes ? (
        <form
          onSubmit={(e) => {
            e.preventDefault()
            void run()
          }}
        >
          {deed === 'transfer' && (
            <Select data-autofocus required searchable label={t('bulk.to')} data={active} value={to} onChange={setTo} nothingFoundMessage={t('common.nothingFound')} />
          )}
          {deed === 'assign' && (
            <MultiSelect
              data-autofocus
              required
              searchable
              label={t('bulk.toEach')}
              description={t('bulk.toEachHint')}
              data={active}
              value={among}
              onChange={setAmong}
              nothingFoundMessage={t('common.nothingFound')}
            />
          )}
          {deed === 'release' && (
            <Select
              data-autofocus
              clearable
              label={t('bulk.pool')}
              placeholder={t('bulk.usualPool')}
              data={(pools.data?.pools ?? []).map((it) => it.pool)}
              value={pool}
              onChange={setPool}
              clearButtonProps={{ 'aria-label': t('customers.clear') }}
            />
          )}
          {deed === 'classify' && (
            <Select data-autofocus required label={t('bulk.grade')} data={grades.map((it) => it.grade)} value={grade} onChange={setGrade} />
          )}
          {deed !== 'classify' && (
            <Textarea
              required
              mt="sm"
              label={t('common.reason')}
              maxLength={1000}
              value={reason}
              onChange={(e) => setReason(e.currentTarget.value)}
            />
          )}
          <Group justify="flex-end" mt="lg">
            <Button variant="subtle" color="gray" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={!wish || !reasoned}>
              {t('bulk.do')}
            </Button>
          </Group>
        </form>
      ) : (
        <>
          <Group justify="space-between" mb={6}>
            <Text size="sm" className="numbers" aria-live="polite">
              {running
                ? t('bulk.progress', { done: all.length, total: rows.length })
                : t('bulk.ended', { done: all.length - refused.length, refused: refused.length })}
            </Text>
            {running && (
              <Button size="compact-xs" variant="default" onClick={() => stop.current.abort()}>
                {t('bulk.stop')}
              </Button>
            )}
          </Group>
          <Progress
            value={(all.length / rows.length) * 100}
            color={refused.length > 0 ? 'orange' : 'teal'}
            aria-label={title}
          />
          <ul className={classes.outcomes} aria-label={t('bulk.results')} tabIndex={0}>
            {rows.map((row) => {
              const outcome = outcomes.get(row.id)
              const bad = outcome?.error !== undefined
              return (
                <li key={row.id} data-refused={bad || undefined}>
                  <span className={classes.mark} aria-hidden>
                    {outcome && (bad ? <IconX size={15} stroke={2.2} /> : <IconCheck size={15} stroke={2.2} />)}
                  </span>
                  <b>{row.name ?? t('common.erased')}</b>
                  <span className="soft">
                    {outcome ? (bad ? said(outcome.error) : t('bulk.done')) : !running && t('bulk.left')}
                  </span>
                </li>
              )
            })}
          </ul>
          <Group justify="flex-end" mt="md">
            <Button disabled={running} onClick={close}>
              {t('common.close')}
            </Button>
          </Group>
        </>
      )}
    </Window>
  )
}
