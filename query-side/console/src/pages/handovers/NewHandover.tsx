import { Button, Group, MultiSelect, Select, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { request } from '../../api/client'
import { reach } from '../../api/commands'
import { CAUSES, useLoads, type Cause } from '../../api/handovers'
import { useReps } from '../../api/queries'
import type { Receipt } from '../../api/types'
import { useWords } from '../../i18n'
import { Page } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Problem } from '../../ui/Problem'
import classes from './handovers.module.css'

/** Whose customers move, and why. The address may bring what is known already. */
export function Component() {
  const { t, word } = useWords()
  const { reps, byId } = useReps()
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const asked = params.get('cause')
  const [cause, setCause] = useState<Cause>(CAUSES.find((it) => it === asked) ?? 'leaving')
  const [from, setFrom] = useState<string[]>(() => params.getAll('from'))
  const [lastDay, setLastDay] = useState<string>()
  const [reason, setReason] = useState(params.get('reason') ?? '')
  const chosen = byId.get(from[0] ?? '')
  const day = lastDay ?? chosen?.lastDay ?? ''
  const data = useMemo(() => {
    const byTeam = new Map<string, { value: string; label: string }[]>()
    for (const rep of reps) {
      const label = `${personal(rep.name, t)} · ${rep.territory}${
        rep.status === 'active' ? '' : ` · ${t(rep.status === 'left' ? 'reps.left' : 'reps.leaving')}`
      }`
      byTeam.set(rep.team, [...(byTeam.get(rep.team) ?? []), { value: rep.id, label }])
    }
    return [...byTeam].map(([group, items]) => ({ group, items }))
  }, [reps, t])
  const loads = useLoads(from)
  const held = from.reduce((sum, rep) => sum + (loads.data?.get(rep) ?? 0), 0)
  const open = useMutation({
    mutationFn: () =>
      request<Receipt>('POST', '/api/handovers', {
        body: { cause, from, lastDay: day || null, reason },
      }),
    onSuccess: (receipt) => {
      reach(receipt)
      void queries.invalidateQueries({ queryKey: ['handovers'] })
      void navigate(`/handovers/${receipt.id}/plan`, { replace: true })
    },
  })
  return (
    <Page title={t('handover.open')} lead={t('handover.openLead')}>
      <form
        className={`panel ${classes.form}`}
        onSubmit={(e) => {
          e.preventDefault()
          open.mutate()
        }}
      >
        <fieldset className={classes.causes}>
          <legend>{t('handover.cause')}</legend>
          {CAUSES.map((it) => (
            <label key={it} data-checked={cause === it || undefined}>
              <input
                type="radio"
                name="cause"
                value={it}
                checked={cause === it}
                onChange={() => {
                  setCause(it)
                  if (it !== 'territory') setFrom(from.slice(0, 1))
                }}
              />
              <b>{word('cause', it)}</b>
              <span className="soft">{word('causeMeans', it)}</span>
            </label>
          ))}
        </fieldset>
        {cause === 'territory' ? (
          <MultiSelect
            label={t('handover.whoseMany')}
            searchable
            required
            data={data}
            value={from}
            onChange={setFrom}
            nothingFoundMessage={t('common.nothingFound')}
          />
        ) : (
          <Select
            label={t('handover.whose')}
            searchable
            required
            data={data}
            value={from[0] ?? null}
            onChange={(rep) => setFrom(rep ? [rep] : [])}
            nothingFoundMessage={t('common.nothingFound')}
          />
        )}
        {from.length > 0 && loads.data && (
          <Text size="sm" c="var(--ink-soft)" className="numbers" role="status">
            {t('handover.holds', { count: held })}
          </Text>
        )}
        <TextInput
          type="date"
          label={t('handover.lastDay')}
          description={t('handover.lastDayHint')}
          value={day}
          onChange={(e) => setLastDay(e.currentTarget.value)}
          maw={240}
        />
        <Textarea
          label={t('common.reason')}
          placeholder={t('handover.reasonHint')}
          required
          autosize
          minRows={2}
          maxLength={1000}
          value={reason}
          onChange={(e) => setReason(e.currentTarget.value)}
        />
        {open.error && <Problem error={open.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => void navigate('/handovers')}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={open.isPending} disabled={from.length === 0 || !reason.trim()}>
            {t('handover.doOpen')}
          </Button>
        </Group>
      </form>
    </Page>
  )
}
