import { Chip, Group, Input, MultiSelect, NumberInput, SegmentedControl, Select, TagsInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { usePools } from '../../api/queries'
import { DAYS, type Rule, type Weekday } from '../../api/rules'
import { useWords } from '../../i18n'
import { parsePeriod } from './sentence'
import classes from './rules.module.css'

const MEDIA = ['call', 'visit', 'mail', 'message', 'meeting']
const OUTCOMES = ['order', 'won', 'interested', 'reached']

type Of<K extends Rule['kind']> = Extract<Rule, { kind: K }>

interface Props<R> {
  rule: R
  onChange: (rule: Rule) => void
}

/** What is to be said of a rule of its kind. */
export function RuleForm({ rule, onChange }: Props<Rule>) {
  switch (rule.kind) {
    case 'cadence':
      return <CadenceForm rule={rule} onChange={onChange} />
    case 'first-contact':
      return (
        <>
          <Grades rule={rule} onChange={onChange} />
          <Days
            label="rules.withinDays"
            value={rule.withinDays}
            onChange={(withinDays) => withinDays && onChange({ ...rule, withinDays })}
          />
          <Media rule={rule} onChange={onChange} />
        </>
      )
    case 'tenure':
      return <TenureForm rule={rule} onChange={onChange} />
    case 'recycling':
      return <RecyclingForm rule={rule} onChange={onChange} />
    case 'pool-limits':
      return <LimitsForm rule={rule} onChange={onChange} />
  }
}

function CadenceForm({ rule, onChange }: Props<Of<'cadence'>>) {
  const { t, word } = useWords()
  const { rhythm } = rule
  return (
    <>
      <Grades rule={rule} onChange={onChange} />
      <Labelled label={t('rules.rhythm')}>
        <SegmentedControl
          size="xs"
          aria-label={t('rules.rhythm')}
          value={rhythm.type}
          onChange={(type) =>
            onChange({
              ...rule,
              rhythm:
                type === 'weekdays'
                  ? { type, days: ['monday', 'thursday', 'sunday'] }
                  : { type: 'every-days', days: 14 },
            })
          }
          data={[
            { value: 'weekdays', label: t('rules.weekdays') },
            { value: 'every-days', label: t('rules.everySoMany') },
          ]}
        />
      </Labelled>
      {rhythm.type === 'weekdays' ? (
        <Chip.Group
          multiple
          value={rhythm.days}
          onChange={(days) =>
            onChange({
              ...rule,
              rhythm: { type: 'weekdays', days: DAYS.filter((it): it is Weekday => days.includes(it)) },
            })
          }
        >
          <Group gap={6} role="group" aria-label={t('rules.weekdays')}>
            {DAYS.map((day) => (
              <Chip key={day} value={day} size="sm" variant="outline">
                {word('weekday', day)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      ) : (
        <Days
          label="rules.everyHowMany"
          value={rhythm.days}
          onChange={(days) => days && onChange({ ...rule, rhythm: { type: 'every-days', days } })}
        />
      )}
      <Media rule={rule} onChange={onChange} />
    </>
  )
}

function TenureForm({ rule, onChange }: Props<Of<'tenure'>>) {
  const { t } = useWords()
  const period = parsePeriod(rule.max) ?? { count: 1, unit: 'Y' as const }
  return (
    <>
      <Labelled label={t('rules.held')}>
        <SegmentedControl
          size="xs"
          aria-label={t('rules.held')}
          value={rule.held}
          onChange={(held) =>
            onChange({
              ...rule,
              held: held as 'territory' | 'customer',
              grades: held === 'territory' ? [] : rule.grades,
            })
          }
          data={[
            { value: 'territory', label: t('rules.territory') },
            { value: 'customer', label: t('rules.customer') },
          ]}
        />
      </Labelled>
      {rule.held === 'customer' && <Grades rule={rule} onChange={onChange} />}
      <Group align="flex-end">
        <NumberInput
          size="sm"
          w={120}
          min={1}
          max={3660}
          label={t('rules.max')}
          value={period.count}
          onChange={(count) =>
            typeof count === 'number' &&
            count > 0 &&
            onChange({ ...rule, max: `P${count}${period.unit}` })
          }
        />
        <Select
          size="sm"
          w={130}
          allowDeselect={false}
          aria-label={t('rules.unit')}
          data={[
            { value: 'Y', label: t('rules.unit.Y') },
            { value: 'M', label: t('rules.unit.M') },
            { value: 'D', label: t('rules.unit.D') },
          ]}
          value={period.unit}
          onChange={(unit) => unit && onChange({ ...rule, max: `P${period.count}${unit}` })}
        />
        <Days
          label="rules.warnDays"
          least={0}
          value={rule.warnDays}
          onChange={(days) => onChange({ ...rule, warnDays: days ?? 0 })}
        />
      </Group>
    </>
  )
}

function RecyclingForm({ rule, onChange }: Props<Of<'recycling'>>) {
  const { t, word } = useWords()
  const pools = usePools()
  const known = (pools.data?.pools ?? []).map((it) => it.pool)
  return (
    <>
      <Grades rule={rule} onChange={onChange} />
      <div className={classes.row}>
        <Days
          label="rules.noFollowUpDays"
          value={rule.noFollowUpDays}
          onChange={(noFollowUpDays) => onChange({ ...rule, noFollowUpDays })}
        />
        <Days
          label="rules.noDealDays"
          value={rule.noDealDays}
          onChange={(noDealDays) =>
            onChange({
              ...rule,
              noDealDays,
              deals: noDealDays && rule.deals.length === 0 ? ['order'] : rule.deals,
            })
          }
        />
        <Days
          label="rules.newWithinDays"
          value={rule.newWithinDays}
          onChange={(newWithinDays) => onChange({ ...rule, newWithinDays })}
        />
      </div>
      {rule.noDealDays && (
        <MultiSelect
          size="sm"
          label={t('rules.deals')}
          data={[...new Set([...OUTCOMES, ...rule.deals])].map((value) => ({
            value,
            label: word('outcome', value),
          }))}
          value={rule.deals}
          onChange={(deals) => onChange({ ...rule, deals })}
        />
      )}
      <div className={classes.row}>
        <Select
          size="sm"
          label={t('rules.pool')}
          data={[...new Set([...known, ...(rule.pool ? [rule.pool] : [])])]}
          value={rule.pool || null}
          onChange={(pool) => onChange({ ...rule, pool: pool ?? '' })}
        />
        <Days
          label="rules.warnDays"
          least={0}
          value={rule.warnDays}
          onChange={(days) => onChange({ ...rule, warnDays: days ?? 0 })}
        />
      </div>
    </>
  )
}

function LimitsForm({ rule, onChange }: Props<Of<'pool-limits'>>) {
  const { t } = useWords()
  const pools = usePools()
  const known = (pools.data?.pools ?? []).map((it) => it.pool)
  return (
    <>
      <MultiSelect
        size="sm"
        label={t('rules.pools')}
        placeholder={rule.pools.length === 0 ? t('rules.anyPool') : ''}
        data={[...new Set([...known, ...rule.pools])]}
        value={rule.pools}
        onChange={(chosen) => onChange({ ...rule, pools: chosen })}
      />
      <div className={classes.row}>
        <Days
          label="rules.claimsPerDay"
          least={0}
          value={rule.claimsPerDay}
          onChange={(claimsPerDay) => onChange({ ...rule, claimsPerDay })}
        />
        <Days
          label="rules.mostHeldBy"
          least={0}
          most={1_000_000}
          value={rule.mostHeld}
          onChange={(mostHeld) => onChange({ ...rule, mostHeld })}
        />
        <Days
          label="rules.banDays"
          value={rule.banDays}
          onChange={(banDays) => onChange({ ...rule, banDays })}
        />
      </div>
    </>
  )
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <Input.Label component="span">{label}</Input.Label>
      <div>{children}</div>
    </div>
  )
}

function Grades<R extends Exclude<Rule, { kind: 'pool-limits' }>>({ rule, onChange }: Props<R>) {
  const { t } = useWords()
  return (
    <TagsInput
      size="sm"
      label={t('rules.grades')}
      placeholder={rule.grades.length === 0 ? t('rules.anyGrade') : ''}
      data={['A', 'B', 'C', 'D']}
      value={rule.grades}
      onChange={(grades) => onChange({ ...rule, grades })}
    />
  )
}

function Media({ rule, onChange }: Props<Of<'cadence'> | Of<'first-contact'>>) {
  const { t, word } = useWords()
  return (
    <MultiSelect
      size="sm"
      label={t('rules.media')}
      placeholder={rule.media.length === 0 ? t('rules.anyMedium') : ''}
      data={MEDIA.map((value) => ({ value, label: word('medium', value) }))}
      value={rule.media}
      onChange={(media) => onChange({ ...rule, media })}
    />
  )
}

/** A number, mostly of days, that may be left out. */
function Days({
  label,
  value,
  least = 1,
  most = 3660,
  onChange,
}: {
  label:
    | 'rules.withinDays'
    | 'rules.everyHowMany'
    | 'rules.warnDays'
    | 'rules.noFollowUpDays'
    | 'rules.noDealDays'
    | 'rules.newWithinDays'
    | 'rules.claimsPerDay'
    | 'rules.mostHeldBy'
    | 'rules.banDays'
  value: number | null | undefined
  least?: number
  most?: number
  onChange: (days: number | null) => void
}) {
  const { t } = useWords()
  return (
    <NumberInput
      size="sm"
      miw={150}
      min={least}
      max={most}
      allowDecimal={false}
      label={t(label)}
      placeholder={t('rules.never')}
      value={value ?? ''}
      onChange={(days) => onChange(typeof days === 'number' ? days : null)}
    />
  )
}
