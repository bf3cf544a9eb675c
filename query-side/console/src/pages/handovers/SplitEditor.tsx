import { ActionIcon, NumberInput, SegmentedControl, Select } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import type { Split } from '../../api/handovers'
import { useReps } from '../../api/queries'
import { useWords } from '../../i18n'
import { RepsInput } from './RepsInput'
import { choicesOf, waysOf, type Facets } from './plan'
import classes from './handovers.module.css'

interface Props {
  split: Split
  number: number
  /** Of the plan; rules place customers with nobody else. */
  receivers: string[]
  facets: Facets
  labelOf: (field: string) => string
  wordOf: (field: string, value: string) => string
  onChange: (split: Split) => void
  onUp: (() => void) | undefined
  onDown: (() => void) | undefined
  onRemove: () => void
}

const HEAVIER: Record<string, number> = { A: 3, B: 2, C: 1 }

/** One rule of the split. */
export function SplitEditor(props: Props) {
  const { split, number, onUp, onDown, onRemove } = props
  const { t, word } = useWords()
  const name = word('split', split.by)
  return (
    <div className={classes.split} role="group" aria-label={`${number} ${name}`}>
      <div className={classes.splitHead}>
        <b>{name}</b>
        <span className="soft">{word('splitMeans', split.by)}</span>
        <span className={classes.splitActions}>
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={!onUp}
            onClick={onUp}
            aria-label={t('handover.earlier', { name })}
          >
            <IconArrowUp size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={!onDown}
            onClick={onDown}
            aria-label={t('handover.later', { name })}
          >
            <IconArrowDown size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            onClick={onRemove}
            aria-label={t('handover.removeSplit', { name })}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </span>
      </div>
      <Body {...props} />
    </div>
  )
}

function Body({ split, onChange, ...props }: Props) {
  const { t } = useWords()
  switch (split.by) {
    case 'field':
      return <ByField split={split} onChange={onChange} {...props} />
    case 'relationship':
      return (
        <NumberInput
          size="sm"
          w={220}
          min={1}
          max={1000}
          label={t('handover.atLeast')}
          value={split.atLeast}
          onChange={(atLeast) => typeof atLeast === 'number' && onChange({ ...split, atLeast })}
        />
      )
    case 'round-robin':
      return <Among {...props} value={split.among} onChange={(among) => onChange({ ...split, among })} />
    case 'balance':
      return <Balance split={split} onChange={onChange} {...props} />
  }
}

type Rest = Omit<Props, 'split' | 'onChange'>

function ByField({
  split,
  onChange,
  facets,
  receivers,
  labelOf,
  wordOf,
}: Rest & { split: Split & { by: 'field' }; onChange: (split: Split) => void }) {
  const { t, format } = useWords()
  const { byId } = useReps()
  const ways = waysOf(split.choices)
  const counts = facets.get(split.field)
  const values = [...new Set([...(counts?.keys() ?? []), ...ways.keys()])]
  const reps = receivers.map((id) => byId.get(id)).filter((it) => it !== undefined)
  return (
    <>
      <Select
        size="sm"
        w={220}
        allowDeselect={false}
        label={t('handover.byField')}
        data={[...new Set([split.field, ...facets.keys()])].map((value) => ({
          value,
          label: labelOf(value),
        }))}
        value={split.field}
        onChange={(field) => field && onChange({ ...split, field, choices: [] })}
      />
      <ul className={classes.ways}>
        {values.map((value) => (
          <li key={value}>
            <span>
              {wordOf(split.field, value)}{' '}
              <span className="faint numbers">{format.number(counts?.get(value) ?? 0)}</span>
            </span>
            <RepsInput
              aria-label={t('handover.whoGets', { value: wordOf(split.field, value) })}
              placeholder={(ways.get(value) ?? []).length === 0 ? t('handover.nextRule') : ''}
              reps={reps}
              value={ways.get(value) ?? []}
              onChange={(to) =>
                onChange({ ...split, choices: choicesOf(new Map([...ways, [value, to]])) })
              }
            />
          </li>
        ))}
      </ul>
    </>
  )
}

function Among({
  value,
  onChange,
  receivers,
}: Rest & { value: string[]; onChange: (reps: string[]) => void }) {
  const { t } = useWords()
  const { byId } = useReps()
  return (
    <RepsInput
      label={t('handover.among')}
      placeholder={value.length === 0 ? t('handover.allReceivers') : ''}
      reps={receivers.map((id) => byId.get(id)).filter((it) => it !== undefined)}
      value={value}
      onChange={onChange}
    />
  )
}

function Balance({
  split,
  onChange,
  ...rest
}: Rest & { split: Split & { by: 'balance' }; onChange: (split: Split) => void }) {
  const { t } = useWords()
  const grades = [...(rest.facets.get('grade')?.keys() ?? Object.keys(HEAVIER))].sort()
  const weighted = Object.keys(split.weights).length > 0
  const suggested = Object.fromEntries(grades.map((grade) => [grade, HEAVIER[grade] ?? 1]))
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('handover.balanceBy')}
        value={weighted ? 'weight' : 'number'}
        onChange={(by) => onChange({ ...split, weights: by === 'weight' ? suggested : {} })}
        data={[
          { value: 'number', label: t('handover.byNumber') },
          { value: 'weight', label: t('handover.byWeight') },
        ]}
      />
      {weighted && (
        <div className={classes.weights}>
          {grades.map((grade) => (
            <NumberInput
              key={grade}
              size="xs"
              w={86}
              min={0}
              max={1000}
              label={t('handover.weightOf', { grade })}
              value={split.weights[grade] ?? 1}
              onChange={(weight) =>
                typeof weight === 'number' &&
                onChange({ ...split, weights: { ...split.weights, [grade]: weight } })
              }
            />
          ))}
        </div>
      )}
      <Among {...rest} value={split.among} onChange={(among) => onChange({ ...split, among })} />
    </>
  )
}
