import { Button, CopyButton, Group, Menu, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconChevronDown, IconDownload, IconLink, IconShieldCheck } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { download, file, request, save } from '../../api/client'
import { MOST, nameQuery } from '../../api/names'
import { useWords } from '../../i18n'
import type { Value } from '../../life/events'
import { formatInstant, now, parseInstant } from '../../life/time'
import { useNames } from '../../ui/holder'
import { Empty, Loading, Page } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { workbook, XLSX } from '../../ui/workbook'
import { AnswerTable } from './AnswerTable'
import { Counts } from './Counts'
import { EveryOwner } from './EveryOwner'
import { OneCustomer } from './OneCustomer'
import { differences, questionNamed, QUESTIONS, type Answer, type Question, type Row } from './questions'
import { Sentence } from './Sentence'
import { sheetOf } from './sheet'
import classes from './audit.module.css'

type Query = Record<string, string | undefined>

/** Questions about who answered for whom; what is asked stands in the address, both times included. */
export function Component() {
  const { t, format } = useWords()
  const [params, setParams] = useSearchParams()
  const question = questionNamed(params.get('ask'))
  // What is left out means now: the same now while one looks at the answer.
  const [opened] = useState(now)
  const given = (name: string) => params.get(name) ?? undefined
  const query: Query = Object.fromEntries(question.blanks.map((it) => [it, given(it)]))
  const than = question.blanks.includes('knownAt') ? given('than') : undefined
  const asked = question.needs.every((it) => query[it])
  const put = (changes: Query) =>
    setParams((before) => {
      const next = new URLSearchParams(before)
      for (const [name, value] of Object.entries(changes)) {
        if (value) next.set(name, value)
        else next.delete(name)
      }
      return next
    })
  return (
    <Page title={t('nav.audit')} lead={t('audit.lead')}>
      <section className={`panel ${classes.question}`} aria-label={t('audit.question')}>
        <div className={classes.kinds} role="group" aria-label={t('audit.kinds')}>
          {QUESTIONS.map((it) => (
            <button
              key={it.name}
              type="button"
              aria-pressed={it === question}
              onClick={() => put({ ask: it.name })}
            >
              {t(`ask.short.${it.name}`)}
            </button>
          ))}
        </div>
        <Sentence question={question} query={query} than={than} put={put} />
      </section>
      {!asked ? (
        <Empty title={t('audit.fillIn')}>{t('audit.fillInAdvice')}</Empty>
      ) : (
        <>
          <TakeAway question={question} query={query} />
          {than ? (
            <Difference question={question} query={query} than={than} />
          ) : question.name === 'owner' ? (
            <OneCustomer
              id={query['customer']!}
              asOf={parseInstant(query['asOf']) ?? opened}
              knownAt={parseInstant(query['knownAt'])}
            />
          ) : question.name === 'owners' ? (
            <EveryOwner
              asOf={parseInstant(query['asOf']) ?? opened}
              knownAt={parseInstant(query['knownAt'])}
            />
          ) : (
            <Rows question={question} query={query} />
          )}
        </>
      )}
      <Text size="xs" c="var(--ink-faint)" mt="md">
        {t('audit.nowIs', { at: format.minute(opened) })}
      </Text>
    </Page>
  )
}

function useAnswer(question: Question, query: Query) {
  return useQuery({
    queryKey: ['audit', question.path, query],
    queryFn: ({ signal }) =>
      request<Answer>('GET', `/api/audit/${question.path}`, { query, signal }),
    placeholderData: (before) => before,
  })
}

function Rows({ question, query }: { question: Question; query: Query }) {
  const { t } = useWords()
  const { data, error, refetch, isPlaceholderData } = useAnswer(question, query)
  if (error && !data) return <Problem error={error} retry={() => void refetch()} />
  if (!data || isPlaceholderData) return <Loading height={240} />
  return (
    <section className={`panel ${classes.table}`} aria-label={t(`ask.short.${question.name}`)}>
      <h2 aria-live="polite">
        {t('audit.answerCount', { count: data.rows.length })}
        <span className="faint numbers">{t('audit.position', { position: data.position })}</span>
      </h2>
      {data.rows.length === 0 ? (
        <Empty title={t('audit.nothing')}>{t('audit.nothingAdvice')}</Empty>
      ) : question.name === 'counts' ? (
        <Counts rows={data.rows} />
      ) : (
        <AnswerTable columns={question.columns} rows={data.rows.map((row) => ({ row }))} />
      )}
    </section>
  )
}

/** What the question's answer was believed to be at another time, and is not any more. */
function Difference({ question, query, than }: { question: Question; query: Query; than: string }) {
  const { t, format } = useWords()
  const earlier = useAnswer(question, { ...query, knownAt: than })
  const later = useAnswer(question, query)
  const found = useMemo(
    () =>
      earlier.data && later.data && differences(question, earlier.data.rows, later.data.rows),
    [question, earlier.data, later.data],
  )
  const error = earlier.error ?? later.error
  if (error && !found) {
    return (
      <Problem
        error={error}
        retry={() => {
          void earlier.refetch()
          void later.refetch()
        }}
      />
    )
  }
  if (!found) return <Loading height={240} />
  const known = parseInstant(query['knownAt'])
  return (
    <section className={`panel ${classes.table}`} aria-label={t('audit.differences')}>
      <h2 aria-live="polite">
        {t('audit.differs', {
          count: new Set(found.map((it) => question.key.map((k) => it.row[k]).join())).size,
          than: format.minute(parseInstant(than) ?? 0),
          known: known === undefined ? t('ask.today') : format.minute(known),
        })}
      </h2>
      {found.length === 0 ? (
        <Empty title={t('audit.same')}>{t('audit.sameAdvice')}</Empty>
      ) : (
        <AnswerTable columns={question.columns} rows={found} />
      )}
    </section>
  )
}

const NDJSON = 'application/x-ndjson'
const FILES = [
  { format: 'csv', label: 'CSV', accept: 'text/csv' },
  { format: 'xlsx', label: 'Excel (XLSX)', accept: XLSX },
  { format: 'ndjson', label: 'NDJSON', accept: NDJSON },
] as const

/** Of more customers than this a workbook holds the ids alone. */
const MOST_NAMED = 10_000

/** The answer as a file, as evidence, or as a link. */
function TakeAway({ question, query }: { question: Question; query: Query }) {
  const words = useWords()
  const { t } = words
  const names = useNames()
  const queries = useQueryClient()
  const namesOf = async (customers: string[]) => {
    const found = new Map<string, Value | null>()
    for (let from = 0; from < Math.min(MOST_NAMED, customers.length); from += MOST) {
      await Promise.all(
        customers
          .slice(from, from + MOST)
          .map(async (id) => found.set(id, await queries.fetchQuery(nameQuery(id)))),
      )
    }
    return found
  }
  const asWorkbook = async (path: string, asked: Query) => {
    // Whether it may be taken along, and that it was, is the service's to say and to record.
    const answer = await file(path, NDJSON, { query: { ...asked, format: 'ndjson' } })
    const lines = (await answer.text()).split('\n').filter(Boolean)
    const rows = lines.map((line) => JSON.parse(line) as Row)
    const customers = [...new Set(rows.map((row) => row['customer']))].filter((it) => typeof it === 'string')
    const name = `${t(`ask.short.${question.name}`)}.xlsx`
    save(workbook([sheetOf(question, rows, await namesOf(customers), names, words)]), name)
    return name
  }
  const take = useMutation({
    mutationFn: ({ format, accept }: { format: string; accept: string }) => {
      // What is left out would mean another now in the file.
      const at = formatInstant(now())
      const fixed = { ...query }
      for (const blank of ['asOf', 'to', 'knownAt'] as const) {
        if (question.blanks.includes(blank)) fixed[blank] ??= at
      }
      const path = `/api/audit/${question.path}`
      return format === 'xlsx'
        ? asWorkbook(path, fixed)
        : download(path, accept, { query: { ...fixed, format } })
    },
    onSuccess: (name, { format }) =>
      notifications.show({
        color: 'teal',
        title: t('audit.saved', { name }),
        message: format === 'zip' ? t('audit.savedZip') : '',
      }),
  })
  return (
    <>
      <Group gap="xs" justify="flex-end" mb="sm">
        <CopyButton value={window.location.href}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconLink size={15} aria-hidden />}
              onClick={copy}
            >
              {t(copied ? 'audit.copied' : 'audit.copyLink')}
            </Button>
          )}
        </CopyButton>
        <Menu position="bottom-end">
          <Menu.Target>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconDownload size={15} aria-hidden />}
              rightSection={<IconChevronDown size={14} aria-hidden />}
            >
              {t('audit.download')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {FILES.map((it) => (
              <Menu.Item key={it.format} onClick={() => take.mutate(it)}>
                {it.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button
          size="xs"
          leftSection={<IconShieldCheck size={16} aria-hidden />}
          loading={take.isPending}
          onClick={() => take.mutate({ format: 'zip', accept: 'application/zip' })}
        >
          {t('audit.export')}
        </Button>
      </Group>
      {take.error && <Problem error={take.error} />}
    </>
  )
}
