import { useMemo } from 'react'
import { useWords } from '../../i18n'
import { instant } from '../../life/time'
import { HolderName } from '../../ui/holder'
import type { Row } from './questions'
import classes from './audit.module.css'

/** How many customers each rep had at each moment: a table whose cells are shaded by number. */
export function Counts({ rows }: { rows: readonly Row[] }) {
  const { t, format } = useWords()
  const { moments, reps, counts, most } = useMemo(() => {
    const counted = new Map<string, number>()
    for (const row of rows) counted.set(`${row['rep']} ${row['at']}`, Number(row['customers']))
    return {
      moments: [...new Set(rows.map((row) => String(row['at'])))].sort(),
      reps: [...new Set(rows.map((row) => String(row['rep'])))],
      counts: counted,
      most: Math.max(1, ...counted.values()),
    }
  }, [rows])
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('audit.rows')}>
      <table className={classes.counts}>
        <thead>
          <tr>
            <th>{t('audit.rep')}</th>
            {moments.map((at) => (
              <th key={at}>{format.day(instant(at))}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reps.map((rep) => (
            <tr key={rep}>
              <th scope="row">
                <HolderName holder={{ rep }} link />
              </th>
              {moments.map((at) => {
                const count = counts.get(`${rep} ${at}`) ?? 0
                return (
                  <td
                    key={at}
                    className="numbers"
                    style={{
                      background: `color-mix(in srgb, var(--accent) ${Math.round((count / most) * 30)}%, transparent)`,
                    }}
                  >
                    {count === 0 ? <span className="faint">·</span> : format.number(count)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
