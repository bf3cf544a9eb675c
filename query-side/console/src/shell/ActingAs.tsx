import { Select } from '@mantine/core'
import { useReps } from '../api/queries'
import { useWords } from '../i18n'
import { personal } from '../ui/personal'
import { DEFAULT_ACTOR, useActor } from './actor'

export function ActingAs() {
  const { t } = useWords()
  const { actor, setActor } = useActor()
  const { reps } = useReps()
  const choices = [
    { value: DEFAULT_ACTOR, label: t('actor.console') },
    ...reps
      .filter((rep) => rep.status !== 'left')
      .map((rep) => ({ value: `rep:${rep.id}`, label: personal(rep.name, t) })),
  ]
  if (!choices.some((choice) => choice.value === actor)) {
    choices.push({ value: actor, label: actor })
  }
  return (
    <Select
      size="xs"
      searchable
      allowDeselect={false}
      label={t('shell.actingAs')}
      data={choices}
      value={actor}
      onChange={(value) => value && setActor(value)}
      nothingFoundMessage={t('common.nothingFound')}
      comboboxProps={{ position: 'top' }}
    />
  )
}
