import { useSearchParams } from 'react-router'
import { useReport, type Case, type Report } from '../../api/handovers'
import { useWords } from '../../i18n'
import { formatInstant, now, parseInstant } from '../../life/time'
import { HolderName } from '../../ui/holder'
import { MomentInput } from '../../ui/MomentInput'
import { Empty, Loading } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import classes from './handovers.module.css'

/** What became of the customers, after 30, 90 and 180 days. */
export function ReportStep({ it }: { it: Case }) {
  const { t, word, format } = useWords()
  const [params, setParams] = useSearchParams()
  const asOf = params.get('asOf') ?? undefined
  const { data, error, refetch } = useReport(it.id, asOf)
  if (error && !data) return <Problem error={error} retry={() => void refetch()} />
  if (!data) return <Loading />
  const facts: [string, number][] = [
    [t('handover.planned'), data.customers],
    [t('handover.moved'), data.moved],
    [t('handover.failed'), data.failed],
    [t('handover.returned'), data.returned],
    [t('handover.kept'), data.kept],
    [t('handover.stillWith'), data.remaining],
  ]
  return (
    <>
      <div className={classes.reportTime}>
        <MomentInput
          label={t('audit.asOf')}
          value={parseInstant(asOf) ?? now()}
          onChange={(at) =>
            setParams(at === undefined ? {} : { asOf: formatInstant(at) }, { replace: true })
          }
        />
      </div>
      <dl className={classes.facts}>
        {facts.map(([label, count]) => (
          <div key={label} className="panel">
            <dt>{label}</dt>
            <dd className="numbers">{format.number(count)}</dd>
          </div>
        ))}
      </dl>
      {data.receivers.length === 0 ? (
        <div className="panel">
          <Empty title={t('handover.nothingMoved')} />
        </div>
      ) : (
        <Outcome report={data} />
      )}
      {data.churn.length > 0 && (
        <section className={`panel ${classes.table}`}>
          <h2>{t('handover.churn')}</h2>
          <table>
            <thead>
              <tr>
                <th>{t('handover.ownerThen')}</th>
                <th>{t('nav.customers')}</th>
                <th>{t('handover.yearlyCost')}</th>
              </tr>
            </thead>
            <tbody>
              {data.churn.map((one) => (
                <tr key={JSON.stringify(one.owner)}>
                  <td>
                    <HolderName holder={one.owner} link />
                  </td>
                  <td className="numbers">{format.number(one.customers)}</td>
                  <td className="numbers">
                    {Object.entries(one.yearlyCost)
                      .map(([currency, amount]) => format.money(amount, currency))
                      .join(' · ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {Object.keys(data.leftAlone).length > 0 && (
        <section className={`panel ${classes.table}`}>
          <h2>{t('handover.leftAlone')}</h2>
          <ul className={classes.left}>
            {Object.entries(data.leftAlone).map(([code, count]) => (
              <li key={code}>
                {word('leftAlone', code)}
                <b className="numbers">{format.number(count)}</b>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Outcome({ report }: { report: Report }) {
  const { t, format } = useWords()
  const days = report.receivers[0]!.after.map((it) => it.days)
  return (
    <section className={`panel ${classes.table}`} tabIndex={0} aria-label={t('handover.outcome')}>
      <h2>{t('handover.outcome')}</h2>
      <table>
        <thead>
          <tr>
            <th>{t('handover.receiver')}</th>
            <th>{t('nav.customers')}</th>
            <th>{t('handover.firstContacts')}</th>
            <th>{t('handover.inTime')}</th>
            <th>{t('handover.overdue')}</th>
            {days.map((day) => (
              <th key={day}>{t('handover.keptAfter', { days: day })}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.receivers.map((one) => (
            <tr key={JSON.stringify(one.to)}>
              <td>
                <HolderName holder={one.to} link />
              </td>
              <td className="numbers">{format.number(one.customers)}</td>
              <td>
                <span className={classes.share}>
                  <i style={{ width: `${(one.contacted / Math.max(1, one.customers)) * 100}%` }} />
                </span>
                <span className="numbers">{format.number(one.contacted)}</span>
              </td>
              <td className="numbers">{format.number(one.inTime)}</td>
              <td className="numbers">{format.number(one.overdue)}</td>
              {one.after.map((it) => (
                <td key={it.days} className="numbers">
                  {it.kept === undefined ? (
                    <span className="faint">{t('handover.notYet')}</span>
                  ) : (
                    <>
                      {format.number(it.kept)}
                      {(it.lost ?? 0) > 0 && (
                        <span className={classes.overdue}>
                          {' '}
                          {t('handover.lostCount', { count: it.lost! })}
                        </span>
                      )}
                    </>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
