import { Anchor, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { profileQuery, useOwners } from '../../api/queries'
import { useWords } from '../../i18n'
import { FOR_EVER, formatInstant, instant, type Micros } from '../../life/time'
import { HolderName, useNames } from '../../ui/holder'
import { Empty, Loading } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { textOf } from '../../ui/Value'
import classes from './audit.module.css'

interface Props {
  id: string
  asOf: Micros
  knownAt: Micros | undefined
}

/** The answer, every interval beside it, and the event behind each. */
export function OneCustomer({ id, asOf, knownAt }: Props) {
  const words = useWords()
  const { t, format, word } = words
  const names = useNames()
  const known = knownAt === undefined ? undefined : formatInstant(knownAt)
  const { data, error, refetch } = useOwners(id, known)
  const profile = useQuery(profileQuery(id))
  if (error && !data) return <Problem error={error} retry={() => void refetch()} />
  if (!data) return <Loading height={240} />
  const rows = data.owners.map((it) => ({
    ...it,
    begin: instant(it.from),
    end: it.to ? instant(it.to) : FOR_EVER,
  }))
  const found = rows.find((it) => it.begin <= asOf && asOf < it.end)
  const name = textOf(profile.data?.fields['name'], words)
  const times = new URLSearchParams({ asOf: formatInstant(asOf), ...(known ? { knownAt: known } : {}) })
  return (
    <>
      <section className={`panel ${classes.answer}`} aria-live="polite">
        {found ? (
          <>
            <Text size="sm" c="var(--ink-soft)">
              {t(known ? 'audit.answerKnown' : 'audit.answer', {
                name,
                at: format.minute(asOf),
                known: knownAt === undefined ? '' : format.minute(knownAt),
              })}
            </Text>
            <div className={classes.owner}>
              <HolderName holder={found.holder} link />
            </div>
            <Text size="sm" c="var(--ink-soft)">
              {t('audit.since', {
                from: format.minute(found.begin),
                to: found.end === FOR_EVER ? t('audit.noEnd') : format.minute(found.end),
              })}
            </Text>
            <Group gap="md" mt={4}>
              <Anchor component={Link} size="sm" to={`/events/${found.event.id}`}>
                {t('audit.behind')}
              </Anchor>
              <Anchor component={Link} size="sm" to={`/customers/${id}?${times.toString()}`}>
                {t('audit.seeAll')}
              </Anchor>
            </Group>
          </>
        ) : (
          <Empty title={t('audit.nobody')}>{t('audit.nobodyAdvice')}</Empty>
        )}
      </section>
      <section className={`panel ${classes.table}`}>
        <h2>{t('audit.intervals')}</h2>
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('audit.intervals')}>
          <table>
            <thead>
              <tr>
                <th>{t('lane.owner')}</th>
                <th>{t('audit.from')}</th>
                <th>{t('audit.to')}</th>
                <th>{t('audit.recorded')}</th>
                <th>{t('audit.by')}</th>
                <th>{t('common.reason')}</th>
                <th>{t('audit.event')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((it) => (
                <tr key={it.event.id} data-found={it === found || undefined}>
                  <td>
                    <HolderName holder={it.holder} link />
                  </td>
                  <td className="numbers">{format.minute(it.begin)}</td>
                  <td className="numbers">
                    {it.end === FOR_EVER ? t('versions.today') : format.minute(it.end)}
                  </td>
                  <td className="numbers">{format.minute(instant(it.event.recordedAt))}</td>
                  <td>
                    {names.actor(it.event.actor)}{' '}
                    <span className="soft">{word('channel', it.event.channel)}</span>
                  </td>
                  <td data-kind="text">{it.event.reasonErased ? t('common.erased') : it.event.reason}</td>
                  <td>
                    <Anchor
                      component={Link}
                      size="sm"
                      ff="monospace"
                      to={`/events/${it.event.id}`}
                    >
                      {it.event.id.slice(-8)}
                    </Anchor>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  )
}
