import { weekStart, type Kept, type LossSum } from '../../api/team'
import type { Rep } from '../../api/types'
import type { useWords } from '../../i18n'
import { dayOf, type Micros } from '../../life/time'
import { personal } from '../../ui/personal'
import type { Sheet } from '../../ui/workbook'

/** A rep as the page shows it. */
interface Row {
  rep: Rep
  grades: readonly { grade?: string; customers: number }[]
  customers: number
  weight: number
  overdue: number
  rate: number | undefined
  weeks: readonly number[]
  lost: readonly LossSum[]
}

/** The page as a workbook: the reps, their weeks, how the cadence was kept, what was lost and why. */
export function sheetsOf(
  rows: readonly Row[],
  kept: Kept,
  now: Micros,
  { t, word }: ReturnType<typeof useWords>,
): Sheet[] {
  const name = (rep: Rep) => personal(rep.name, t)
  const grades = [...new Set(rows.flatMap((row) => row.grades.map((it) => it.grade)))].sort((a, b) =>
    (a ?? 'Z').localeCompare(b ?? 'Z'),
  )
  const rep = { title: t('role.rep'), width: 20 }
  const number = (title: string) => ({ title, as: 'number' as const })
  return [
    {
      name: t('nav.team'),
      columns: [
        rep,
        { title: t('ownership.team') },
        { title: t('audit.territory') },
        ...grades.map((grade) => number(grade ?? t('handover.noGrade'))),
        number(t('nav.customers')),
        number(t('team.weighted')),
        number(t('team.overdue')),
        { title: t('team.kept'), as: 'percent' },
        number(t('team.followUps')),
        number(t('team.lost')),
      ],
      rows: rows.map((row) => [
        name(row.rep),
        row.rep.team,
        row.rep.territory,
        ...grades.map((grade) => row.grades.find((it) => it.grade === grade)?.customers ?? 0),
        row.customers,
        row.weight,
        row.overdue,
        row.rate,
        row.weeks.reduce((sum, it) => sum + it, 0),
        row.lost.reduce((sum, it) => sum + it.customers, 0),
      ]),
    },
    {
      name: t('team.followUps'),
      columns: [
        { title: t('team.week'), as: 'date' },
        ...rows.map((row) => number(name(row.rep))),
      ],
      rows: (rows[0]?.weeks ?? []).map((_, week) => [
        dayOf(weekStart(now, week)),
        ...rows.map((row) => row.weeks[week]),
      ]),
    },
    {
      name: t('team.kept'),
      columns: [
        { title: t('team.week'), as: 'date' },
        { title: t('team.kept'), as: 'percent' },
        number(t('team.inTime')),
        number(t('team.late')),
        number(t('team.missed')),
      ],
      rows: kept.periods.map(({ from, tally }) => [
        from.slice(0, 10),
        tally.rate,
        tally.kept,
        tally.late,
        tally.missed,
      ]),
    },
    {
      name: t('team.lost'),
      columns: [
        rep,
        { title: t('team.cause'), width: 18 },
        number(t('nav.customers')),
        number(t('team.wonBack')),
        number(t('team.yearlyCost')),
        { title: t('team.currency') },
      ],
      rows: rows.flatMap((row) =>
        row.lost.map((it) => [
          name(row.rep),
          word('churn', it.reason),
          it.customers,
          it.wonBack,
          it.yearlyCost?.amount,
          it.yearlyCost?.currency,
        ]),
      ),
    },
  ]
}
