import { ActionIcon, Button, MultiSelect, Select } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { Plan } from '../../api/handovers'
import { useWords } from '../../i18n'
import type { Facets } from './plan'
import classes from './handovers.module.css'

interface Props {
  scope: Plan['scope']
  facets: Facets
  labelOf: (field: string) => string
  wordOf: (field: string, value: string) => string
  onChange: (scope: Plan['scope']) => void
}

/** Conditions, all of which must hold; none means all customers. */
export function Scope({ scope, facets, labelOf, wordOf, onChange }: Props) {
  const { t } = useWords()
  const unused = [...facets.keys()].find((field) => !scope.some((it) => it.field === field))
  const set = (i: number, next: Plan['scope'][number]) =>
    onChange(scope.map((it, j) => (i === j ? next : it)))
  return (
    <div className={classes.scope}>
      {scope.map(({ field, values }, i) => (
        <div key={field}>
          <Select
            size="sm"
            w={160}
            allowDeselect={false}
            aria-label={t('handover.byField')}
            data={[...new Set([field, ...facets.keys()])].map((value) => ({
              value,
              label: labelOf(value),
              disabled: value !== field && scope.some((it) => it.field === value),
            }))}
            value={field}
            onChange={(next) => next && set(i, { field: next, values: [] })}
          />
          <MultiSelect
            size="sm"
            style={{ flex: 1 }}
            searchable
            hidePickedOptions
            aria-label={labelOf(field)}
            placeholder={values.length === 0 ? t('handover.oneOf') : ''}
            data={[...new Set([...values, ...(facets.get(field)?.keys() ?? [])])].map((value) => ({
              value,
              label: `${wordOf(field, value)} (${facets.get(field)?.get(value) ?? 0})`,
            }))}
            value={values}
            onChange={(next) => set(i, { field, values: next })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('handover.removeCondition')}
            onClick={() => onChange(scope.filter((_, j) => j !== i))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      {unused !== undefined && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => onChange([...scope, { field: unused, values: [] }])}
        >
          {t(scope.length === 0 ? 'handover.onlySome' : 'handover.addCondition')}
        </Button>
      )}
    </div>
  )
}
