import { SegmentedControl, Select } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { useReps } from '../../api/queries'
import { useWords } from '../../i18n'
import { Page } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Classes } from './Classes'
import { Places } from './Places'
import classes from './map.module.css'

/** All customers at one glance: where they are, and of which class. */
export function Component() {
  const { t } = useWords()
  const [params, setParams] = useSearchParams()
  const { reps } = useReps()
  const view = params.get('view') === 'classes' ? 'classes' : 'map'
  return (
    <Page
      title={t('map.title')}
      lead={t('map.lead')}
      actions={
        <div className={classes.choices}>
          {view === 'map' && (
            <Select
              w={180}
              searchable
              clearable
              aria-label={t('map.owner')}
              placeholder={t('customers.anyOwner')}
              data={reps
                .filter((rep) => rep.status !== 'left')
                .map((rep) => ({ value: rep.id, label: personal(rep.name, t) }))}
              value={params.get('owner')}
              onChange={(owner) => setParams(owner ? { owner } : {}, { replace: true })}
              clearButtonProps={{ 'aria-label': t('customers.clear') }}
            />
          )}
          <SegmentedControl
            aria-label={t('map.show')}
            value={view}
            onChange={(next) => setParams(next === 'map' ? {} : { view: next }, { replace: true })}
            data={[
              { value: 'map', label: t('map.map') },
              { value: 'classes', label: t('map.classes') },
            ]}
          />
        </div>
      }
    >
      {view === 'map' ? <Places owner={params.get('owner') ?? undefined} /> : <Classes />}
    </Page>
  )
}
