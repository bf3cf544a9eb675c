import { Button, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { IconEyeOff } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { profileQuery, useFields } from '../../api/queries'
import { useWords } from '../../i18n'
import { customerAt } from '../../life/customer'
import { lifeOf } from '../../life/definition'
import { useMay } from '../../session/session'
import { HolderName } from '../../ui/holder'
import { useTitle } from '../../ui/Page'
import { part } from '../../ui/part'
import uiClasses from '../../ui/ui.module.css'
import { textOf, Value } from '../../ui/Value'
import * as actions from './actions'
import classes from './customer.module.css'

const ActionDialog = part(() => import('./ActionDialog').then((it) => it.ActionDialog))
const NOTHING = customerAt(lifeOf([]), 0, 0)

/**
 * A customer of whom somebody sees the profile only, with contact data masked: in a pool, until it is
 * claimed.
 */
export function Masked({ id }: { id: string }) {
  const words = useWords()
  const { t } = words
  const may = useMay()
  const { label } = useFields()
  const { data } = useQuery(profileQuery(id))
  const [claiming, setClaiming] = useState(false)
  const name = data?.fields['name'] === undefined ? '' : textOf(data.fields['name'], words)
  useTitle(name)
  if (!data) return null
  const inPool = data.holder !== undefined && 'pool' in data.holder
  return (
    <div className={uiClasses.page}>
      <header className={classes.head}>
        <div className={classes.who}>
          <Title order={1} fz={24} lh={1.25}>
            {name || id.slice(0, 8)}
          </Title>
          {data.holder && <HolderName holder={data.holder} />}
        </div>
        {inPool && may('claim') && (
          <Button onClick={() => setClaiming(true)}>{t('act.claimDo')}</Button>
        )}
      </header>
      <section className={`panel ${classes.maskedNote}`}>
        <IconEyeOff size={20} stroke={1.7} aria-hidden />
        <div>
          <Text size="sm" fw={620}>
            {t('masked.title')}
          </Text>
          <Text size="sm" c="var(--ink-soft)">
            {t('masked.claim')}
          </Text>
        </div>
      </section>
      <section className={`panel ${classes.profile}`} aria-label={t('profile.title')}>
        <dl className={classes.fields}>
          {Object.entries(data.fields).map(([field, value]) => (
            <div key={field} className={classes.field}>
              <dt>{label(field)}</dt>
              <dd>
                <Value value={value} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
      {claiming && (
        <Suspense>
          <ActionDialog
            id={id}
            action={actions.claim}
            present={NOTHING}
            close={() => setClaiming(false)}
          />
        </Suspense>
      )}
    </div>
  )
}
