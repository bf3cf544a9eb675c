import { SegmentedControl } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { useWords } from '../../i18n'
import { useSession } from '../../session/session'
import { Page } from '../../ui/Page'
import { Mine } from './Mine'
import { Team } from './Team'

/** Where the day begins: what is to be done, the most urgent first. */
export function Component() {
  const { t, format } = useWords()
  const { rep, roles } = useSession()
  const [params, setParams] = useSearchParams()
  const manages = roles.includes('manager')
  const team = manages && (params.get('view') ?? (rep ? 'mine' : 'team')) === 'team'
  return (
    <Page
      narrow
      title={t('nav.today')}
      lead={format.weekday(new Date())}
      actions={
        manages && (
          <SegmentedControl
            aria-label={t('today.whose')}
            value={team ? 'team' : 'mine'}
            onChange={(view) => setParams({ view }, { replace: true })}
            data={[
              { value: 'mine', label: t('today.mine') },
              { value: 'team', label: t('today.team') },
            ]}
          />
        )
      }
    >
      {team ? <Team /> : <Mine />}
    </Page>
  )
}
