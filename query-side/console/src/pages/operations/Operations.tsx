import { Anchor, Button, Progress, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { download, request } from '../../api/client'
import { useOperations, useViews } from '../../api/queries'
import type { Operation, ViewsFailure } from '../../api/types'
import { useWords, type Key } from '../../i18n'
import { instant } from '../../life/time'
import { useSession } from '../../session/session'
import { Empty, Loading, Page } from '../../ui/Page'
import { Problem, Problems } from '../../ui/Problem'
import { Tag } from '../../ui/Tag'
import { Jobs, useJobs } from './Jobs'
import { Keys, useMasterKeys, useSigningKeys } from './Keys'
import classes from './operations.module.css'

/** How far the views are, and what long work is under way. */
export function Component() {
  const { t, word, format } = useWords()
  const views = useViews()
  const operations = useOperations()
  const jobs = useJobs()
  const operates = useSession().roles.includes('admin')
  const master = useMasterKeys(operates)
  const signing = useSigningKeys(operates)
  const queries = useQueryClient()
  const rebuild = useMutation({
    mutationFn: (name: string | null) =>
      request('POST', name === null ? '/api/views/rebuild' : `/api/views/${name}/rebuild`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['operations'] }),
  })
  const rebuilding = operations.data?.operations.some(
    (it) => it.kind === 'rebuild' && it.state === 'running',
  )
  return (
    <Page
      title={t('nav.operations')}
      lead={t('operations.lead')}
      actions={
        <Button
          variant="default"
          size="xs"
          disabled={!operates || rebuilding}
          loading={rebuild.isPending}
          onClick={() => rebuild.mutate(null)}
        >
          {t('operations.rebuildAll')}
        </Button>
      }
    >
      <Problems of={[views, operations, jobs, master, signing]} />
      {rebuild.error && <Problem error={rebuild.error} />}
      <Failing what="operations.failing" failure={views.data?.failure} />
      <Failing what="operations.rebuildFailing" failure={views.data?.rebuildFailure} />
      {!views.data && !views.error && <Loading height={240} />}
      {views.data && (
        <section aria-label={t('operations.views')}>
          <Text size="sm" c="var(--ink-soft)" mb={10} className="numbers">
            {t('operations.head', { count: views.data.head })}
          </Text>
          <ul className={classes.views}>
            {views.data.views.map((view) => {
              const behind = view.lagEvents > 0
              const name = word('view', view.name)
              return (
                <li key={view.name} className="panel">
                  <div className={classes.viewHead}>
                    <span>
                      <b>{name}</b>
                      {name !== view.name && <span className="soft"> {view.name}</span>}
                    </span>
                    <Tag tone={!view.current ? 'warn' : behind ? 'busy' : 'good'}>
                      {t(
                        view.position === undefined
                          ? 'operations.building'
                          : !view.current
                            ? 'operations.outdated'
                            : behind
                              ? 'operations.behind'
                              : 'operations.upToDate',
                      )}
                    </Tag>
                  </div>
                  <Progress
                    size="sm"
                    mt={10}
                    mb={8}
                    color={behind ? 'yellow' : 'teal'}
                    value={
                      views.data.head === 0 ? 100 : ((view.position ?? 0) / views.data.head) * 100
                    }
                    aria-label={t('operations.progressOf', { name })}
                  />
                  <div className={classes.viewFoot}>
                    <span className="numbers">
                      {behind
                        ? t('operations.lag', {
                            count: view.lagEvents,
                            seconds: format.number(Math.ceil(view.lagSeconds ?? 0)),
                          })
                        : t('operations.noLag')}
                    </span>
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      disabled={!operates || rebuilding}
                      onClick={() => rebuild.mutate(view.name)}
                      aria-label={t('operations.rebuildOne', { name })}
                    >
                      {t('operations.rebuild')}
                    </Button>
                  </div>
                </li>
              )
            })}
          </ul>
        </section>
      )}
      {(operations.data || !operations.error) && (
        <section className={`panel ${classes.operations}`} aria-label={t('operations.latest')}>
          <h2>{t('operations.latest')}</h2>
          {!operations.data && <Loading height={80} />}
          {operations.data?.operations.length === 0 && <Empty title={t('operations.none')} />}
          <ul>
            {operations.data?.operations.map((it) => (
              <One key={it.id} it={it} />
            ))}
          </ul>
        </section>
      )}
      {(jobs.data || !jobs.error) && <Jobs jobs={jobs.data?.jobs} />}
      {operates && <Keys master={master.data} signing={signing.data?.keys} />}
    </Page>
  )
}

function Failing({ what, failure }: { what: Key; failure: ViewsFailure | undefined }) {
  const { t, format } = useWords()
  if (!failure) return null
  return (
    <div className={classes.failing} role="alert">
      <IconAlertTriangle size={20} aria-hidden />
      <div>
        <b>{t(what)}</b>
        <div>{failure.reason}</div>
        <div className="numbers">
          {t('operations.failingSince', {
            position: failure.position,
            at: format.minute(instant(failure.since)),
            count: failure.attempts,
          })}
        </div>
      </div>
    </div>
  )
}

const TONES = { running: 'busy', done: 'good', failed: 'bad' } as const

function One({ it }: { it: Operation }) {
  const { t, word, format } = useWords()
  return (
    <li>
      <div className={classes.operation}>
        <b>{word('operation', it.kind)}</b>
        <Tag tone={TONES[it.state]}>{word('state', it.state)}</Tag>
        <span className="faint numbers">{format.minute(instant(it.startedAt))}</span>
        <span className="soft numbers" style={{ marginLeft: 'auto' }}>
          {it.total === undefined
            ? format.number(it.done)
            : t('operations.of', { done: format.number(it.done), total: format.number(it.total) })}
        </span>
      </div>
      <Detail it={it} />
      {it.state === 'running' && (
        <Progress
          size="sm"
          mt={6}
          animated
          value={it.total ? (it.done / it.total) * 100 : 100}
          aria-label={t('operations.progressOf', { name: word('operation', it.kind) })}
        />
      )}
    </li>
  )
}

interface ImportDetail {
  dryRun?: boolean
  created?: number
  amended?: number
  unchanged?: number
  warnings?: number
  rejected?: number
  code?: string
  detail?: string
}

/** What came of it, as far as its kind says so. */
function Detail({ it }: { it: Operation }) {
  const { t, format } = useWords()
  const save = useMutation({
    mutationFn: (what: 'report' | 'rejects') =>
      download(`/api/imports/${it.id}/${what}`, what === 'report' ? 'application/x-ndjson' : 'text/csv'),
  })
  const detail = (it.detail ?? {}) as ImportDetail
  if (it.state === 'failed') {
    return <div className={classes.detail}>{detail.detail ?? detail.code}</div>
  }
  if (it.kind !== 'import' || it.state !== 'done') return null
  const counts = (['created', 'amended', 'unchanged', 'warnings', 'rejected'] as const).filter(
    (name) => detail[name],
  )
  return (
    <div className={classes.detail}>
      {detail.dryRun && <span>{t('import.rehearsed')}</span>}
      {counts.map((name) => (
        <span key={name} className="numbers">
          {t(`operations.rows.${name}`, { count: format.number(detail[name]!) })}
        </span>
      ))}
      <Anchor component="button" type="button" size="sm" onClick={() => save.mutate('report')}>
        {t('operations.report')}
      </Anchor>
      {!!detail.rejected && (
        <Anchor component="button" type="button" size="sm" onClick={() => save.mutate('rejects')}>
          {t('operations.rejects')}
        </Anchor>
      )}
      {save.error && <Problem error={save.error} />}
    </div>
  )
}
