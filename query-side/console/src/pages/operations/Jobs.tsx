import { useQuery } from '@tanstack/react-query'
import { request } from '../../api/client'
import { useWords } from '../../i18n'
import { instant } from '../../life/time'
import { Empty, Loading } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import classes from './operations.module.css'

interface Job {
  task: string
  instance: string
  state: 'running' | 'failing' | 'due' | 'waiting'
  dueAt: string
  process?: string
  lastSuccess?: string
  lastFailure?: string
  failures: number
}

const TONES = { running: 'busy', failing: 'bad', due: 'warn', waiting: 'quiet' } as const
const EVERY = 5_000

export function useJobs() {
  return useQuery({
    queryKey: ['jobs'],
    queryFn: ({ signal }) => request<{ jobs: Job[] }>('GET', '/api/jobs', { signal }),
    refetchInterval: ({ state }) => state.data !== undefined && EVERY,
  })
}

/** Work that has its time: what is due, running, failing, and when it went well last. */
export function Jobs({ jobs }: { jobs: readonly Job[] | undefined }) {
  const { t, word, format } = useWords()
  const minute = (at: string | undefined) => (at ? format.minute(instant(at)) : t('common.none'))
  return (
    <section className={`panel ${classes.operations}`} aria-label={t('jobs.title')}>
      <h2>{t('jobs.title')}</h2>
      {!jobs && <Loading height={210} />}
      {jobs?.length === 0 && <Empty title={t('jobs.none')} />}
      {jobs && jobs.length > 0 && (
        <div className={classes.scroll} tabIndex={0} role="group" aria-label={t('jobs.title')}>
          <table>
            <thead>
              <tr>
                <th>{t('jobs.what')}</th>
                <th>{t('jobs.state')}</th>
                <th>{t('jobs.due')}</th>
                <th>{t('jobs.success')}</th>
                <th>{t('jobs.failure')}</th>
              </tr>
            </thead>
            <tbody>
              {jobs.map((it) => (
                <tr key={`${it.task} ${it.instance}`}>
                  <td>
                    <b>{word('job', it.task)}</b>
                    {it.instance !== 'recurring' && (
                      <code className="faint"> {it.instance.slice(-8)}</code>
                    )}
                  </td>
                  <td>
                    <Tag tone={TONES[it.state]}>{t(`jobs.state.${it.state}`)}</Tag>
                  </td>
                  <td className="numbers">{minute(it.dueAt)}</td>
                  <td className="numbers">{minute(it.lastSuccess)}</td>
                  <td className="numbers">
                    {minute(it.lastFailure)}
                    {it.failures > 0 && ` (${t('jobs.inARow', { count: it.failures })})`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
