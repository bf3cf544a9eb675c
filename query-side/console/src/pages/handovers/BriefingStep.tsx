import { Button, Progress, Text } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useBriefing, type BriefedCustomer, type Case } from '../../api/handovers'
import { useFields } from '../../api/queries'
import { url } from '../../api/client'
import { useWords } from '../../i18n'
import { instant } from '../../life/time'
import { useSession } from '../../session/session'
import { Face, useNames } from '../../ui/holder'
import { Empty, Loading } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import classes from './handovers.module.css'

const STEP = 25
/** More missing fields than these help nobody to begin a call. */
const MISSING = 6

/** What a receiver needs to know of each customer, the most urgent first. */
export function BriefingStep({ id, it }: { id: string; it?: Case }) {
  const { t } = useWords()
  const names = useNames()
  const session = useSession()
  const [params, setParams] = useSearchParams()
  const receivers = it?.rules?.receivers.map((one) => one.rep) ?? []
  const mine = it ? undefined : (session.rep ?? undefined)
  const receiver = params.get('receiver') ?? mine
  const [limit, setLimit] = useState(STEP)
  const { data, error, refetch } = useBriefing(id, receiver, limit)
  const contacted = data ? data.total - data.toContact : 0
  return (
    <>
      {receivers.length > 1 && (
        <div className={classes.tabs} role="group" aria-label={t('handover.briefingFor')}>
          {[undefined, ...receivers].map((rep) => (
            <button
              key={rep ?? 'all'}
              type="button"
              aria-pressed={receiver === rep}
              onClick={() => setParams(rep ? { receiver: rep } : {}, { replace: true })}
            >
              {rep ? (
                <>
                  <Face id={rep} name={names.rep(rep)} size={20} /> {names.rep(rep)}
                </>
              ) : (
                t('handover.allReceivers')
              )}
            </button>
          ))}
        </div>
      )}
      {error && !data && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && data.total === 0 && (
        <div className="panel">
          <Empty title={t('handover.nothingToBrief')} />
        </div>
      )}
      {data && data.total > 0 && (
        <>
          <section className={`panel ${classes.contact}`} aria-label={t('handover.firstContacts')}>
            <div>
              <b>{t('handover.contacted', { count: contacted, all: data.total })}</b>
              {data.overdue > 0 && (
                <span className={classes.overdue}>
                  {t('handover.contactOverdue', { count: data.overdue })}
                </span>
              )}
            </div>
            <Progress
              size="md"
              radius="xl"
              color="teal"
              value={(contacted / data.total) * 100}
              aria-label={t('handover.firstContacts')}
            />
            <Button
              component="a"
              variant="default"
              size="xs"
              target="_blank"
              href={url(`/api/handovers/${id}/briefing`, { receiver, limit: 1000 })}
              leftSection={<IconPrinter size={15} aria-hidden />}
            >
              {t('handover.print')}
            </Button>
          </section>
          <ol className={classes.briefs}>
            {data.customers.map((one) => (
              <Brief key={one.customer} one={one} print={`/api/handovers/${id}/briefing`} receiver={receiver} />
            ))}
          </ol>
          {data.total > data.customers.length && (
            <Button variant="default" onClick={() => setLimit(Math.min(1000, limit * 4))}>
              {t('common.more', { count: data.total - data.customers.length })}
            </Button>
          )}
        </>
      )}
    </>
  )
}

function Brief({
  one,
  print,
  receiver,
}: {
  one: BriefedCustomer
  print: string
  receiver: string | undefined
}) {
  const { t, word, format } = useWords()
  const names = useNames()
  const { label } = useFields()
  const name = one.name ?? t('common.erased')
  return (
    <li className="panel">
      <div className={classes.briefHead}>
        {one.grade && <span className={classes.gradeMark}>{one.grade}</span>}
        <Link to={`/customers/${one.customer}`}>{name}</Link>
        <span className={classes.chips}>
          {one.why.map((why) => (
            <span key={why} data-why={why}>
              {word('urgent', why)}
            </span>
          ))}
        </span>
        <span className={`${classes.due} numbers`}>
          {one.contactedAt
            ? t('handover.contactedOn', { day: format.day(instant(one.contactedAt)) })
            : one.contactDue
              ? t('handover.contactBy', { day: format.date(one.contactDue) })
              : ''}
        </span>
        <Button
          component="a"
          size="compact-xs"
          variant="subtle"
          target="_blank"
          href={url(print, { receiver, customer: one.customer })}
          aria-label={t('handover.printOne', { name })}
        >
          <IconPrinter size={15} aria-hidden />
        </Button>
      </div>
      <dl className={classes.brief}>
        {one.promises.length > 0 && (
          <Item label={t('handover.promises')}>
            {one.promises.map((it, i) => (
              <span key={i} data-overdue={it.overdue || undefined}>
                {it.what ?? t('common.erased')}
                {it.due && <span className="numbers"> · {format.date(it.due)}</span>}
              </span>
            ))}
          </Item>
        )}
        {one.complaints.length > 0 && (
          <Item label={t('lane.complaints')}>
            {one.complaints.map((it, i) => (
              <span key={i}>
                {word('complaint', it.category)} · {it.summary ?? t('common.erased')}
              </span>
            ))}
          </Item>
        )}
        {one.dates.length > 0 && (
          <Item label={t('profile.dates')}>
            {one.dates.map((it, i) => (
              <span key={i} className="numbers">
                {word('dateKind', it.kind)} {format.date(it.next)}
              </span>
            ))}
          </Item>
        )}
        {one.lastContacts.length > 0 && (
          <Item label={t('handover.lastContacts')}>
            {one.lastContacts.slice(0, 3).map((it, i) => (
              <span key={i}>
                <span className="faint numbers">{format.day(instant(it.at))}</span>{' '}
                {word('medium', it.medium)}
                {it.rep && ` · ${names.rep(it.rep)}`}
                {it.summary && ` · ${it.summary}`}
              </span>
            ))}
          </Item>
        )}
        {one.knownBy.length > 0 && (
          <Item label={t('handover.knownBy')}>
            <span>{one.knownBy.map((it) => names.actor(it.who)).join(t('common.comma'))}</span>
          </Item>
        )}
        {one.missing.length > 0 && (
          <Item label={t('handover.missing')}>
            <span className="faint">
              {one.missing
                .slice(0, MISSING)
                .map((field) => label(field))
                .join(t('common.comma'))}
              {one.missing.length > MISSING && ' …'}
            </span>
          </Item>
        )}
      </dl>
    </li>
  )
}

function Item({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="var(--ink-soft)">
        {label}
      </Text>
      <dd>{children}</dd>
    </div>
  )
}
