import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useMemo } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useReps } from '../../api/queries'
import type { Rep } from '../../api/types'
import { useWords } from '../../i18n'
import { instant } from '../../life/time'
import { useMay } from '../../session/session'
import { Face } from '../../ui/holder'
import { Empty, Loading, Page } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Problem } from '../../ui/Problem'
import { Tag } from '../../ui/Tag'
import classes from './reps.module.css'

/** Everyone who sells or sold, by team; those who left come last. */
export function Component() {
  const { t, format } = useWords()
  const may = useMay()
  const { reps, error, refetch, isPending } = useReps()
  const [params, setParams] = useSearchParams()
  const q = params.get('q') ?? ''
  const teams = useMemo(() => {
    const found = reps.filter((rep) =>
      `${personal(rep.name, t)} ${rep.team} ${rep.territory}`
        .toLowerCase()
        .includes(q.trim().toLowerCase()),
    )
    const groups = new Map<string, Rep[]>()
    for (const rep of found) groups.set(rep.team, [...(groups.get(rep.team) ?? []), rep])
    for (const members of groups.values()) {
      members.sort(
        (a, b) =>
          Number(a.status === 'left') - Number(b.status === 'left') ||
          personal(a.name, t).localeCompare(personal(b.name, t)),
      )
    }
    return [...groups].sort(([a], [b]) => a.localeCompare(b))
  }, [reps, q, t])
  return (
    <Page title={t('nav.reps')} lead={t('reps.lead')}>
      <TextInput
        className={classes.search!}
        aria-label={t('reps.search')}
        placeholder={t('reps.searchHint')}
        leftSection={<IconSearch size={16} stroke={1.8} />}
        value={q}
        onChange={(e) =>
          setParams(e.currentTarget.value ? { q: e.currentTarget.value } : {}, { replace: true })
        }
      />
      {error && reps.length === 0 && <Problem error={error} retry={() => void refetch()} />}
      {isPending && <Loading height={240} />}
      {!isPending && !error && teams.length === 0 && (
        <div className="panel">
          <Empty title={t(q ? 'common.nothingFound' : 'reps.none')}>
            {!q && may('import') && <Link to="/import">{t('reps.noneAdvice')}</Link>}
          </Empty>
        </div>
      )}
      {teams.map(([team, members]) => (
        <section key={team} className={classes.team} aria-label={team}>
          <h2>
            {team} <span className="faint numbers">{members.length}</span>
          </h2>
          <ul>
            {members.map((rep) => {
              const name = personal(rep.name, t)
              return (
                <li key={rep.id} className="panel" data-left={rep.status === 'left' || undefined}>
                  <Link to={`/reps/${rep.id}`}>
                    <Face id={rep.id} name={name} size={38} />
                    <span className={classes.who}>
                      <b>{name}</b>
                      <span className="soft">{rep.territory}</span>
                      <span className="faint numbers">
                        {rep.status === 'left' && rep.leftAt
                          ? t('reps.leftOn', { day: format.day(instant(rep.leftAt)) })
                          : rep.status === 'leaving' && rep.lastDay
                            ? t('reps.leavingOn', { day: format.date(rep.lastDay) })
                            : rep.joinedAt
                              ? t('reps.joinedOn', { day: format.day(instant(rep.joinedAt)) })
                              : ''}
                      </span>
                    </span>
                    {rep.status === 'leaving' && (
                      <Tag tone="warn">{t('reps.leaving')}</Tag>
                    )}
                  </Link>
                </li>
              )
            })}
          </ul>
        </section>
      ))}
    </Page>
  )
}
