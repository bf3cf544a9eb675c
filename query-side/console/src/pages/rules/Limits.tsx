import { Text } from '@mantine/core'
import { Link } from 'react-router'
import { usePools } from '../../api/queries'
import { useWords } from '../../i18n'
import classes from './rules.module.css'

/** What pools ask of whoever claims. Operators set it: it is no rule with a history. */
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
        {data.pools.map(({ pool, claimsPerDay, mostHeld, banDays }) => (
          <li key={pool} className="panel">
            <Link to={`/pool?pool=${encodeURIComponent(pool)}`} className={classes.card}>
              <b>{pool}</b>
              <span>
                {[
                  claimsPerDay !== undefined && t('rules.perDay', { count: claimsPerDay }),
                  mostHeld !== undefined && t('rules.mostHeld', { count: mostHeld }),
                  banDays !== undefined && t('rules.banned', { count: banDays }),
                ]
                  .filter(Boolean)
                  .join(' ') || t('rules.unlimited')}
              </span>
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
