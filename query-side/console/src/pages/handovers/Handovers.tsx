import { Button, Progress } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, useSearchParams } from 'react-router'
import { useCases, type Case } from '../../api/handovers'
import { useWords } from '../../i18n'
import { instant } from '../../life/time'
import { Face, useNames } from '../../ui/holder'
import { Empty, Loading, Page } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { Status } from './Status'
import classes from './handovers.module.css'

/** Every case there is, those that want somebody first. */
export function Component() {
  const { t } = useWords()
  const { data, error, refetch } = useCases()
  const [params, setParams] = useSearchParams()
  const past = params.get('of') === 'past'
  const cases = data ?? []
  const over = (it: Case) => it.status === 'closed' || it.status === 'cancelled' || it.status === 'undone'
  const shown = cases.filter((it) => over(it) === past)
  return (
    <Page
      title={t('nav.handovers')}
      lead={t('handover.lead')}
      actions={
        <Button component={Link} to="/handovers/new" leftSection={<IconPlus size={16} aria-hidden />}>
          {t('handover.open')}
        </Button>
      }
    >
      <div className={classes.tabs} role="group" aria-label={t('handover.which')}>
        {[false, true].map((it) => (
          <button
            key={String(it)}
            type="button"
            aria-pressed={past === it}
            onClick={() => setParams(it ? { of: 'past' } : {}, { replace: true })}
          >
            {t(it ? 'handover.past' : 'handover.present')}
            <span className="numbers">{cases.filter((one) => over(one) === it).length}</span>
          </button>
        ))}
      </div>
      {error && !data && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading height={240} />}
      {data && shown.length === 0 && (
        <div className="panel">
          <Empty title={t(past ? 'handover.noPast' : 'handover.none')}>
            {!past && t('handover.noneAdvice')}
          </Empty>
        </div>
      )}
      <ul className={classes.cases}>
        {shown.map((it) => (
          <One key={it.id} it={it} />
        ))}
      </ul>
    </Page>
  )
}

function One({ it }: { it: Case }) {
  const { t, word, format } = useWords()
  const names = useNames()
  const first = it.from[0]!
  const done = it.status === 'undoing' ? it.returned + it.kept : it.moved + it.failed
  const all = it.status === 'undoing' ? it.moved : it.customers
  return (
    <li className="panel">
      <Link to={`/handovers/${it.id}`} className={classes.case}>
        <Face id={first} name={names.rep(first)} size={40} />
        <span className={classes.caseWho}>
          <b>
            {names.rep(first)}
            {it.from.length > 1 && ` ${t('handover.andOthers', { count: it.from.length - 1 })}`}
          </b>
          <span className="soft">
            {word('cause', it.cause)}
            {it.lastDay && ` · ${t('handover.lastDayIs', { day: format.date(it.lastDay) })}`}
          </span>
        </span>
        <span className={classes.caseWhat}>
          {it.customers > 0 && (
            <span className="soft numbers">
              {t('handover.customers', { count: it.customers })}
              {it.failed > 0 && ` · ${t('handover.failedCount', { count: it.failed })}`}
            </span>
          )}
          {(it.status === 'running' || it.status === 'undoing' || it.status === 'paused') && (
            <Progress
              size="sm"
              value={all === 0 ? 0 : (done / all) * 100}
              aria-label={t('handover.progress')}
            />
          )}
        </span>
        <span className={classes.caseEnd}>
          <Status status={it.status} />
          <span className="faint numbers">{format.day(instant(it.opened.at))}</span>
        </span>
      </Link>
    </li>
  )
}
