import { Anchor, Button, CopyButton, Text } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconCopy } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { Link as RouterLink, useParams } from 'react-router'
import { useEvent, useLinks, type By, type Link, type StoredEvent } from '../../api/trail'
import { useWords } from '../../i18n'
import { instant } from '../../life/time'
import { toneOf } from '../../ui/describe'
import { useNames } from '../../ui/holder'
import { Loading, Page } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Problem } from '../../ui/Problem'
import { CustomerName } from '../audit/AnswerTable'
import { Json } from './Json'
import classes from './event.module.css'

/** One event as it stands in the store, what caused it and what it caused. */
export function Component() {
  const { t, word, format } = useWords()
  const { id, event } = useParams()
  const { data, error, refetch } = useEvent(event ?? id!)
  const title = data ? word('eventName', data.event.name) : t('event.title')
  return (
    <Page
      title={title}
      {...(data ? { lead: t('trail.lead', { at: format.minute(instant(data.event.recordedAt)) }) } : {})}
    >
      {error && !data && <Problem error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <div className={classes.columns}>
          <div className={classes.side}>
            <Envelope stored={data} />
            <Chain stored={data} />
          </div>
          <Content stored={data} />
        </div>
      )}
    </Page>
  )
}

function Envelope({ stored }: { stored: StoredEvent }) {
  const { t, word, format } = useWords()
  const names = useNames()
  const { event, envelope, voidedBy, voids } = stored
  const minute = (at: string) => format.minute(instant(at))
  return (
    <section className={`panel ${classes.panel}`} aria-label={t('trail.envelope')}>
      <h2>{t('trail.envelope')}</h2>
      {voidedBy && (
        <p className={classes.voided}>
          <IconArrowBackUp size={16} aria-hidden />
          <span>
            {t('trail.voidedBy')} <To link={voidedBy}>{minute(voidedBy.recordedAt)}</To>
          </span>
        </p>
      )}
      {voids && (
        <p className={classes.voided}>
          <IconArrowBackUp size={16} aria-hidden />
          <span>
            {t('trail.voids')} <To link={voids}>{word('eventName', voids.name)}</To>
          </span>
        </p>
      )}
      <dl className={classes.facts}>
        <Fact name={t(`trail.stream.${event.stream.kind}`)}>
          <StreamName link={event} />
        </Fact>
        <Fact name={t('trail.actor')}>
          {names.actor(envelope.actor)} <span className="soft">{word('channel', envelope.channel)}</span>
        </Fact>
        {envelope.reason !== undefined && (
          <Fact name={t('common.reason')}>{personal(envelope.reason, t)}</Fact>
        )}
        <Fact name={t('trail.effective')}>
          <span className="numbers">{minute(event.effectiveAt)}</span>
        </Fact>
        <Fact name={t('trail.recorded')}>
          <span className="numbers">{minute(event.recordedAt)}</span>
        </Fact>
        {envelope.source && (
          <Fact name={t('trail.source')}>
            {envelope.source.system} / {envelope.source.record}
            {envelope.source.author !== undefined && (
              <span className="soft"> · {personal(envelope.source.author, t)}</span>
            )}
          </Fact>
        )}
        <Fact name={t('trail.place')}>
          <span className="numbers">
            {t('trail.placeIs', { position: event.position, version: event.version })}
          </span>
        </Fact>
        <Fact name={t('trail.name')}>
          <code>{event.name}</code>
        </Fact>
        <Fact name={t('trail.id')}>
          <code>{event.event}</code>
        </Fact>
      </dl>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** Causes above, this one, consequences below; then what belongs to the same. */
function Chain({ stored }: { stored: StoredEvent }) {
  const { t } = useWords()
  const { event, causes, caused, correlated, inStream } = stored
  return (
    <section className={`panel ${classes.panel}`} aria-label={t('trail.chain')}>
      <h2>{t('trail.chain')}</h2>
      <ol className={classes.chain}>
        {[...causes].reverse().map((it) => (
          <Step key={it.event} link={it} />
        ))}
        <Step link={event} here />
      </ol>
      {causes.length === 0 && (
        <Text size="sm" c="var(--ink-soft)" mt={6}>
          {t('trail.byItself')}
        </Text>
      )}
      {caused > 0 && (
        <Others by="cause" id={event.event} open label={t('trail.caused', { count: caused })} />
      )}
      {inStream !== undefined && inStream > 1 && (
        <Others
          by="stream"
          id={event.stream.id}
          here={event.event}
          label={t(`trail.inStream.${event.stream.kind as 'rep'}`, { count: inStream })}
        />
      )}
      {correlated > 1 && (
        <Others
          by="correlation"
          id={event.correlationId}
          here={event.event}
          label={t('trail.correlated', { count: correlated })}
        />
      )}
    </section>
  )
}

function Others({
  by,
  id,
  label,
  here,
  open = false,
}: {
  by: By
  id: string
  label: string
  here?: string
  open?: boolean
}) {
  const [opened, setOpened] = useState(open)
  return (
    <details className={classes.others} open={opened} onToggle={(e) => setOpened(e.currentTarget.open)}>
      <summary>{label}</summary>
      {opened && <OthersList by={by} id={id} here={here} />}
    </details>
  )
}

function OthersList({ by, id, here }: { by: By; id: string; here: string | undefined }) {
  const { t } = useWords()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useLinks(by, id)
  if (error && !data) return <Problem error={error} retry={() => void refetch()} />
  return (
    <>
      <ol className={classes.chain}>
        {data?.pages
          .flatMap((page) => page.events)
          .map((it) => <Step key={it.event} link={it} here={it.event === here} />)}
      </ol>
      {hasNextPage && (
        <Button
          size="compact-sm"
          variant="subtle"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t('trail.more')}
        </Button>
      )}
    </>
  )
}

function Step({ link, here = false }: { link: Link; here?: boolean }) {
  const { word, format } = useWords()
  const names = useNames()
  const what = word('eventName', link.name)
  return (
    <li data-here={here || undefined} data-tone={toneOf(link.name)}>
      <div>
        {here ? <b aria-current="true">{what}</b> : <To link={link}>{what}</To>}{' '}
        <span className={classes.where}>
          <StreamName link={link} />
        </span>
      </div>
      <div className="faint numbers">
        {format.minute(instant(link.recordedAt))} · {names.actor(link.actor)} ·{' '}
        {word('channel', link.channel)}
      </div>
    </li>
  )
}

function To({ link, children }: { link: Link; children: ReactNode }) {
  return (
    <Anchor component={RouterLink} inherit to={`/events/${link.event}`}>
      {children}
    </Anchor>
  )
}

/** What the event happened to. */
function StreamName({ link }: { link: Link }) {
  const { t } = useWords()
  const names = useNames()
  const { kind, id } = link.stream
  switch (kind) {
    case 'customer':
      return <CustomerName id={id} />
    case 'rep':
      return (
        <Anchor component={RouterLink} inherit to={`/reps/${id}`}>
          {names.rep(id)}
        </Anchor>
      )
    case 'handover':
      return (
        <Anchor component={RouterLink} inherit to={`/handovers/${id}`}>
          {t('trail.case', { id: id.slice(-8) })}
        </Anchor>
      )
    case 'erasure':
      return (
        <Anchor component={RouterLink} inherit to={`/erasures/${id}`}>
          {t('trail.case', { id: id.slice(-8) })}
        </Anchor>
      )
    case 'rule':
      return <code>{id.slice(-8)}</code>
  }
}

function Content({ stored }: { stored: StoredEvent }) {
  const { t } = useWords()
  const [whole, setWhole] = useState(false)
  const shown = whole ? stored : stored.payload
  return (
    <section className={`panel ${classes.panel}`} aria-label={t('trail.content')}>
      <div className={classes.head}>
        <h2>{t(whole ? 'trail.whole' : 'trail.content')}</h2>
        <div className={classes.actions}>
          <Button size="compact-xs" variant="default" aria-pressed={whole} onClick={() => setWhole(!whole)}>
            {t(whole ? 'trail.content' : 'trail.whole')}
          </Button>
          <CopyButton value={JSON.stringify(shown, null, 2)}>
            {({ copied, copy }) => (
              <Button
                size="compact-xs"
                variant="default"
                onClick={copy}
                leftSection={
                  copied ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />
                }
              >
                {t(copied ? 'audit.copied' : 'trail.copy')}
              </Button>
            )}
          </CopyButton>
        </div>
      </div>
      <Json value={shown} label={t('trail.content')} />
    </section>
  )
}
