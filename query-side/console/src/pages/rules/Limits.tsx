import { Text } from '@mantine/core'
import { Link } from 'react-router'
import { usePools } from '../../api/queries'
import { useWords } from '../../i18n'
import { limits, told } from './sentence'
import classes from './rules.module.css'

/** What each pool asks of whoever claims now, by rule or, where no rule is about it, by configuration. */
export function Limits() {
  const { t } = useWords()
  const { data } = usePools()
  if (!data) return null
  return (
    <section className={classes.kind} aria-label={t('rules.limits')}>
      <h2>
        {t('rules.limits')} <span className="faint numbers">{data.pools.length}</span>
      </h2>
      <ul>
        {data.pools.map(({ pool, ...asked }) => (
          <li key={pool} className="panel">
            <Link to={`/pool?pool=${encodeURIComponent(pool)}`} className={classes.card}>
              <b>{pool}</b>
              <span>{told(limits(asked, t), t) || t('rules.unlimited')}</span>
            </Link>
          </li>
        ))}
      </ul>
      <Text size="sm" c="var(--ink-faint)" mt={10}>
        {t('rules.limitsBy')} <code>custody.pools</code>
      </Text>
    </section>
  )
}
