import { MultiSelect, type MultiSelectProps } from '@mantine/core'
import type { Rep } from '../../api/types'
import { useWords } from '../../i18n'
import { personal } from '../../ui/personal'

interface Props extends Omit<MultiSelectProps, 'data' | 'value' | 'onChange'> {
  reps: readonly Rep[]
  value: string[]
  onChange: (reps: string[]) => void
}

/** Several reps, found by name, team or territory. */
export function RepsInput({ reps, ...props }: Props) {
  const { t } = useWords()
  const teams = new Map<string, { value: string; label: string }[]>()
  for (const rep of reps) {
    const item = { value: rep.id, label: personal(rep.name, t) }
    teams.set(rep.team, [...(teams.get(rep.team) ?? []), item])
  }
  return (
    <MultiSelect
      size="sm"
      searchable
      hidePickedOptions
      data={[...teams].map(([group, items]) => ({ group, items }))}
      nothingFoundMessage={t('common.nothingFound')}
      clearButtonProps={{ 'aria-label': t('customers.clear') }}
      {...props}
    />
  )
}
