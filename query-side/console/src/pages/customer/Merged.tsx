import { Anchor, Button, Text } from '@mantine/core'
import { IconGitMerge } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { request } from '../../api/client'
import { profileQuery } from '../../api/queries'
import { useWords } from '../../i18n'
import { useMay } from '../../session/session'
import { Value } from '../../ui/Value'
import { CustomerName } from '../audit/AnswerTable'
import { revertMerge, type Action } from './actions'
import classes from './customer.module.css'
import { Section } from './Parts'

/** Work goes on elsewhere: says where, and how to come back. */
export function MergedInto({
  into,
  version,
  onAct,
}: {
  into: string
  version: number
  onAct: (action: Action) => void
}) {
  const { t } = useWords()
  const may = useMay()
  const revert = revertMerge(version)
  return (
    <div className={classes.banner} role="note">
      <IconGitMerge size={18} stroke={1.8} aria-hidden />
      <Text size="sm">
        <b>{t('merge.isMerged')}</b>
        <CustomerName id={into} />
      </Text>
      {may(revert.right) && (
        <Button
          size="compact-sm"
          variant="white"
          className={classes.back!}
          onClick={() => onAct(revert)}
        >
          {t(revert.title)}
        </Button>
      )}
    </div>
  )
}

/** The other entries of this customer, whose history is this one's too. */
export function MergedHere({ id }: { id: string }) {
  const { t } = useWords()
  const { data } = useQuery({
    queryKey: ['life', id, 'merged'],
    queryFn: ({ signal }) =>
      request<{ merged: string[] }>('GET', `/api/customers/${id}/merged`, { signal }),
  })
  if (!data || data.merged.length === 0) return null
  return (
    <Section title={t('merge.here')} count={data.merged.length}>
      <ul className={classes.rows}>
        {data.merged.map((it) => (
          <li key={it}>
            <Entry id={it} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** By its profile: who was merged is found in no list. */
function Entry({ id }: { id: string }) {
  const { data } = useQuery(profileQuery(id))
  return (
    <Anchor component={Link} to={`/customers/${id}`}>
      {data ? <Value value={data.fields['name']} /> : id.slice(-8)}
    </Anchor>
  )
}
