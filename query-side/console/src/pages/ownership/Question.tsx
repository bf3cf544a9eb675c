import { Button, SegmentedControl, Select } from '@mantine/core'
import { memo, useMemo } from 'react'
import type { Rep } from '../../api/types'
import { useWords } from '../../i18n'
import { formatInstant, parseInstant, type Micros } from '../../life/time'
import { useAddress } from '../../shell/useAddress'
import { MomentInput } from '../../ui/MomentInput'
import { personal } from '../../ui/personal'
import classes from './ownership.module.css'

interface Props {
  reps: readonly Rep[]
  at: Micros
  onAt: (at: Micros) => void
  now: Micros
}

/** Whose customers are looked at, and when; not drawn anew with each step of the chart's zoom. */
export const Question = memo(function Question({ reps, at, onAt, now }: Props) {
  const { t } = useWords()
  const [params, put] = useAddress()
  const byCustomer = params.get('by') === 'customer'
  const team = params.get('team')
  const knownAt = parseInstant(params.get('knownAt'))
  const teams = useMemo(() => [...new Set(reps.map((it) => it.team))].sort(), [reps])
  const members = useMemo(
    () =>
      reps
        .filter((it) => !team || it.team === team)
        .map((it) => ({ value: it.id, label: personal(it.name, t) })),
    [reps, team, t],
  )
  return (
    <section className={`panel ${classes.question}`} aria-label={t('audit.question')}>
      <SegmentedControl
        size="xs"
        aria-label={t('ownership.rows')}
        value={byCustomer ? 'customer' : 'rep'}
        onChange={(by) => put({ by: by === 'rep' ? null : by, ...(by === 'rep' ? { rep: null } : {}) })}
        data={[
          { value: 'rep', label: t('ownership.byRep') },
          { value: 'customer', label: t('ownership.byCustomer') },
        ]}
      />
      <Select
        size="xs"
        w={160}
        clearable
        label={t('ownership.team')}
        placeholder={t('ownership.allTeams')}
        data={teams}
        value={team}
        onChange={(value) => put({ team: value, rep: null })}
        clearButtonProps={{ 'aria-label': t('customers.clear') }}
      />
      <Select
        size="xs"
        w={190}
        clearable
        searchable
        label={t('role.rep')}
        placeholder={t('ownership.everybody')}
        data={members}
        value={params.get('rep')}
        onChange={(value) => put({ rep: value })}
        clearButtonProps={{ 'aria-label': t('customers.clear') }}
      />
      <MomentInput
        label={t('audit.asOf')}
        value={at}
        onChange={(moment) => onAt(moment ?? now)}
      />
      <MomentInput
        label={t('audit.knownAt')}
        value={knownAt ?? null}
        onChange={(moment) => put({ knownAt: moment === undefined ? null : formatInstant(moment) })}
      />
      {(at !== now || knownAt !== undefined) && (
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            onAt(now)
            put({ asOf: null, knownAt: null })
          }}
        >
          {t('banner.back')}
        </Button>
      )}
    </section>
  )
})
