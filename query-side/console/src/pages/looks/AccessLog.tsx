import { Anchor, Button, Select, Text, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { request } from '../../api/client'
import { useReps } from '../../api/queries'
import { useWords } from '../../i18n'
import { dayOf, formatInstant, instant, parseInstant, startOfDay, DAY } from '../../life/time'
import { useAddress } from '../../shell/useAddress'
import { useNames } from '../../ui/holder'
import { Empty, Loading, Page } from '../../ui/Page'
import { personal } from '../../ui/personal'
import { Problem } from '../../ui/Problem'
import { CustomerName } from '../audit/AnswerTable'
import classes from './looks.module.css'
import { aboutOf } from './operations'

const ACTIONS = ['saw', 'searched', 'exported', 'revealed', 'refused'] as const

interface Look {
  at: string
  actor: string
  channel: string
  action: (typeof ACTIONS)[number]
  operation: string
  status: number
  customer?: string
  customers?: string[]
  shown?: number
  reason?: string
  address: string
  agent?: string
  correlationId: string
}

type Filter = Record<'customer' | 'actor' | 'action' | 'from' | 'to', string | undefined>

/** Who looked at what, newest first. */
export function Component() {
  const { t } = useWords()
  const [params, put] = useAddress()
  // A word that was searched for may be a name: it stays out of addresses.
  const [searched, setSearched] = useState('')
  const given = (name: string) => params.get(name) ?? undefined
  const filter: Filter = {
    customer: given('customer'),
    actor: given('actor'),
    action: given('action'),
    from: given('from'),
    to: given('to'),
  }
  return (
    <Page title={t('nav.accessLog')} lead={t('looks.lead')}>
      <Filters filter={filter} put={put} search={setSearched} />
      <List filter={filter} searched={searched} put={put} />
    </Page>
  )
}

function Filters({
  filter,
  put,
  search,
}: {
  filter: Filter
  put: (changes: Partial<Filter>) => void
  search: (word: string) => void
}) {
  const { t, word } = useWords()
  const { reps } = useReps()
  const later = useDebouncedCallback(put, 400)
  const laterSearch = useDebouncedCallback(search, 400)
  const day = (at: string | undefined) => {
    const parsed = parseInstant(at)
    return parsed === undefined ? '' : dayOf(parsed)
  }
  const actors = reps.map((it) => ({ value: `rep:${it.id}`, label: personal(it.name, t) }))
  const other = filter.actor && !actors.some((it) => it.value === filter.actor)
  return (
    <div className={`panel ${classes.filters}`} role="search">
      <Select
        size="xs"
        label={t('looks.rep')}
        placeholder={t('ask.anybody')}
        searchable
        clearable
        data={actors}
        value={other ? null : (filter.actor ?? null)}
        onChange={(actor) => put({ actor: actor ?? undefined })}
        clearButtonProps={{ 'aria-label': t('customers.clear') }}
        nothingFoundMessage={t('common.nothingFound')}
      />
      <TextInput
        size="xs"
        label={t('looks.account')}
        placeholder="user:…"
        spellCheck={false}
        key={other ? 'other' : 'rep'}
        defaultValue={other ? filter.actor : ''}
        onChange={(event) => {
          const text = event.currentTarget.value.trim()
          later({ actor: text && !text.includes(':') ? `user:${text}` : text })
        }}
      />
      <Select
        size="xs"
        label={t('looks.action')}
        placeholder={t('looks.anyAction')}
        clearable
        data={ACTIONS.map((it) => ({ value: it, label: word('look', it) }))}
        value={filter.action ?? null}
        onChange={(action) => put({ action: action ?? undefined })}
        clearButtonProps={{ 'aria-label': t('customers.clear') }}
      />
      <TextInput
        size="xs"
        label={t('looks.searched')}
        description=""
        placeholder={t('looks.searchedHint')}
        leftSection={<IconSearch size={14} aria-hidden />}
        onChange={(event) => laterSearch(event.currentTarget.value.trim())}
      />
      <TextInput
        size="xs"
        type="date"
        label={t('ask.from')}
        value={day(filter.from)}
        onChange={(event) => {
          const text = event.currentTarget.value
          put({ from: text ? formatInstant(startOfDay(text)) : undefined })
        }}
      />
      <TextInput
        size="xs"
        type="date"
        label={t('looks.until')}
        value={filter.to ? dayOf((parseInstant(filter.to) ?? DAY) - 1) : ''}
        onChange={(event) => {
          const text = event.currentTarget.value
          put({ to: text ? formatInstant(startOfDay(text) + DAY) : undefined })
        }}
      />
      <TextInput
        size="xs"
        label={t('erasures.customerId')}
        spellCheck={false}
        key={filter.customer}
        defaultValue={filter.customer ?? ''}
        onChange={(event) => later({ customer: event.currentTarget.value.trim() })}
      />
    </div>
  )
}

function List({
  filter,
  searched,
  put,
}: {
  filter: Filter
  searched: string
  put: (changes: Partial<Filter>) => void
}) {
  const { t } = useWords()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['access-log', filter, searched],
    queryFn: ({ pageParam, signal }) =>
      request<{ looks: Look[]; next?: string }>('GET', '/api/access-log', {
        query: { ...filter, searched, cursor: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    // Looking at the log is a look too: no need to look more often than asked.
    staleTime: 60_000,
  })
  if (error && !data) return <Problem error={error} retry={() => void refetch()} />
  if (!data) return <Loading />
  const looks = data.pages.flatMap((page) => page.looks)
  if (looks.length === 0) return <Empty title={t('looks.none')}>{t('looks.noneAdvice')}</Empty>
  return (
    <>
      <ol className={`panel ${classes.looks}`} aria-label={t('nav.accessLog')}>
        {looks.map((it, i) => (
          <One key={`${it.correlationId} ${i}`} it={it} put={put} />
        ))}
      </ol>
      {hasNextPage && (
        <Button
          mt="sm"
          size="xs"
          variant="default"
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t('trail.more')}
        </Button>
      )}
    </>
  )
}

const NAMED = 5

function One({ it, put }: { it: Look; put: (changes: Partial<Filter>) => void }) {
  const { t, word, format, language } = useWords()
  const names = useNames()
  const [all, setAll] = useState(false)
  const customers = it.customer ? [it.customer] : (it.customers ?? [])
  return (
    <li data-action={it.action}>
      <time className="numbers soft" dateTime={it.at}>
        {format.minute(instant(it.at))}
      </time>
      <div className={classes.what}>
        <div>
          <button type="button" className={classes.actor} onClick={() => put({ actor: it.actor })}>
            {names.actor(it.actor)}
          </button>{' '}
          <span className={classes.action}>{word('look', it.action)}</span>{' '}
          {customers.slice(0, all ? undefined : NAMED).map((id) => (
            <span key={id} className={classes.customer}>
              <CustomerName id={id} />
            </span>
          ))}
          {customers.length > NAMED && !all && (
            <Anchor component="button" type="button" size="sm" onClick={() => setAll(true)}>
              {t('looks.more', { count: customers.length - NAMED })}
            </Anchor>
          )}
          {customers.length === 0 && it.shown !== undefined && (
            <span className="soft">{t('looks.shown', { count: it.shown })}</span>
          )}
        </div>
        {it.reason && (
          <Text size="sm" className={classes.reason!}>
            {t('looks.because', { reason: it.reason })}
          </Text>
        )}
        <details className={classes.how}>
          <summary>
            {[aboutOf(it.operation, language) ?? it.operation, word('channel', it.channel), it.address].join(' · ')}
          </summary>
          <code>
            {it.operation} · {it.status}
          </code>
          {it.agent && <span>{it.agent}</span>}
          <span>{it.correlationId}</span>
        </details>
      </div>
    </li>
  )
}
