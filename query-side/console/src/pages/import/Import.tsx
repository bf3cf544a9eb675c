import { Button, FileButton, Group, MultiSelect, Select, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { IconDeviceFloppy, IconFileUpload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import { request } from '../../api/client'
import { useFields, usePools, type Fields } from '../../api/queries'
import { useWords } from '../../i18n'
import { Loading, Page } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { CHARSETS, datePatterns, look, type Look } from './file'
import { AGENT, guess, guessAll, guessKey, guessTarget, TARGETS, type Target } from './guess'
import { valueOf } from '../entry/sheet'
import classes from './import.module.css'
import { Run } from './Run'

/**
 * The mapping by which these columns were last imported, kept in this browser: column names are no
 * personal data, and the mapping holds nothing of the rows.
 */
const kept = ({ sample }: Look) => `custody.mapping.${sample.columns.join('|')}`

/** File, mapping, dry run, import: each step on the same page, so that one can go back. */
export function Component() {
  const { t } = useWords()
  const [params, setParams] = useSearchParams()
  const run = params.get('run')
  const dry = params.get('dry') === 'true'
  const [file, setFile] = useState<File | null>(null)
  const [found, setFound] = useState<Look | null>(null)
  const [charset, setCharset] = useState<string | null>(null)
  const [loaded, setLoaded] = useState<string | null>(null)
  const [mapping, setMapping] = useState('')
  const [built, setBuilt] = useState<Built>()
  const [over, setOver] = useState(false)

  const choose = async (chosen: File | null) => {
    if (!chosen) return
    setParams({}, { replace: true })
    if (chosen.name.toLowerCase().endsWith('.json')) {
      setMapping(await chosen.text())
      setLoaded(chosen.name)
      return
    }
    setFile(chosen)
    setCharset(null)
    setFound((await look(chosen)) ?? null)
  }
  const read = async (next: string | null) => {
    setCharset(next)
    if (file) setFound((await look(file, next ?? undefined)) ?? null)
  }
  const onBuilt = useCallback((next: Built) => {
    setBuilt(next)
    setMapping(next.mapping)
  }, [])
  // Whoever wrote the mapping themselves is told by the service.
  const lacks = built?.mapping === mapping ? built.lacks : []
  const before = found && window.localStorage.getItem(kept(found))

  const start = useMutation({
    mutationFn: (dryRun: boolean) => {
      const body = new FormData()
      body.set('file', file!)
      body.set('mapping', new Blob([mapping], { type: 'application/json' }), 'mapping.json')
      return request<{ id: string }>('POST', '/api/imports', { query: { dryRun }, body })
    },
    onSuccess: ({ id }, dryRun) => {
      if (found && !dryRun) window.localStorage.setItem(kept(found), mapping)
      setParams({ run: id, ...(dryRun ? { dry: 'true' } : {}) })
    },
  })

  return (
    <Page title={t('nav.import')} lead={t('import.lead')}>
      <ol className={classes.steps}>
        <li className="panel">
          <h2>{t('import.file')}</h2>
          <div
            className={classes.drop}
            data-over={over || undefined}
            onDragOver={(e) => {
              e.preventDefault()
              setOver(true)
            }}
            onDragLeave={() => setOver(false)}
            onDrop={(e) => {
              e.preventDefault()
              setOver(false)
              for (const dropped of e.dataTransfer.files) void choose(dropped)
            }}
          >
            <IconFileUpload size={26} stroke={1.5} aria-hidden />
            <Text size="sm" fw={560}>
              {file ? file.name : t('import.drop')}
            </Text>
            <Text size="xs" c="var(--ink-faint)">
              {t('import.kinds')}
            </Text>
            <FileButton
              onChange={(chosen) => void choose(chosen)}
              accept=".csv,.tsv,.txt,.xlsx,.ndjson,.jsonl"
              inputProps={{ 'aria-label': t('import.choose') }}
            >
              {(props) => (
                <Button size="xs" variant="default" mt={6} {...props}>
                  {t('import.choose')}
                </Button>
              )}
            </FileButton>
          </div>
        </li>
        {file && (
          <li className="panel">
            <h2>{t('import.mapping')}</h2>
            {!found && (
              <Text size="sm" c="var(--ink-soft)">
                {t('import.unreadable')}
              </Text>
            )}
            {loaded ? (
              <Group gap="sm">
                <Text size="sm">{t('import.mappingFile', { name: loaded })}</Text>
                {found && (
                  <Button size="compact-xs" variant="default" onClick={() => setLoaded(null)}>
                    {t('import.anew')}
                  </Button>
                )}
              </Group>
            ) : (
              found && (
                <>
                  {before && (
                    <Group gap="sm" mb="sm">
                      <Text size="sm">{t('import.again')}</Text>
                      <Button
                        size="compact-xs"
                        variant="light"
                        onClick={() => {
                          setMapping(before)
                          setLoaded(t('import.asBefore'))
                        }}
                      >
                        {t('import.asBefore')}
                      </Button>
                    </Group>
                  )}
                  <Builder
                    key={`${file.name} ${found.charset ?? ''}`}
                    found={found}
                    charset={charset}
                    onCharset={(next) => void read(next)}
                    onMapping={onBuilt}
                  />
                </>
              )
            )}
            <details open={!found || undefined} className={classes.advanced}>
              <summary>{t('import.advanced')}</summary>
              <Group justify="space-between" my={8}>
                <Text size="xs" c="var(--ink-soft)">
                  {t('import.advancedHint')}
                </Text>
                <FileButton onChange={(chosen) => void choose(chosen)} accept=".json">
                  {(props) => (
                    <Button size="compact-xs" variant="default" {...props}>
                      {t('import.loadMapping')}
                    </Button>
                  )}
                </FileButton>
              </Group>
              <Textarea
                aria-label={t('import.mapping')}
                autosize
                minRows={6}
                maxRows={24}
                spellCheck={false}
                classNames={{ input: classes.json! }}
                value={mapping}
                onChange={(e) => setMapping(e.currentTarget.value)}
              />
            </details>
            {start.error && start.variables && <Problem error={start.error} />}
            <Group mt="md">
              <Button
                disabled={!mapping.trim() || lacks.length > 0}
                loading={start.isPending && start.variables === true}
                onClick={() => start.mutate(true)}
              >
                {t('import.dryRun')}
              </Button>
              {lacks.length > 0 ? (
                <Text size="sm" c="var(--past)" role="status">
                  {t('import.lacks', { what: lacks.join(t('common.comma')) })}
                </Text>
              ) : (
                <Text size="xs" c="var(--ink-faint)">
                  {t('import.dryRunHint')}
                </Text>
              )}
              <Button
                ml="auto"
                size="xs"
                variant="default"
                leftSection={<IconDeviceFloppy size={15} />}
                disabled={!mapping.trim()}
                component="a"
                download="mapping.json"
                href={`data:application/json;charset=utf-8,${encodeURIComponent(mapping)}`}
              >
                {t('import.saveMapping')}
              </Button>
            </Group>
          </li>
        )}
        {run && (
          <Run
            key={run}
            id={run}
            dry={dry}
            {...(file && mapping.trim() ? { onImport: () => start.mutate(false) } : {})}
            importing={start.isPending && !start.variables}
            failure={start.variables ? undefined : start.error}
          />
        )}
      </ol>
    </Page>
  )
}

/** What the service will not do without, beside what the company's fields say of themselves. */
const REQUIRED: Partial<Record<Target, string[]>> = {
  reps: ['name', 'team', 'territory'],
  'follow-ups': ['summary'],
}

const FIELDS: Record<Target, (fields: Fields) => string[]> = {
  customers: (fields) => [...fields.customer.map((it) => it.name), 'grade'],
  contacts: (fields) => fields.contact.map((it) => it.name),
  reps: () => ['name', 'team', 'territory'],
  'follow-ups': () => ['medium', 'summary', 'outcome'],
}

/** A mapping, and what would have to be said before it can be used. */
interface Built {
  mapping: string
  lacks: string[]
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Columns to fields, with guesses; what it makes is the mapping that can be read below it. */
function Builder({
  found: { sample: found, charset: read },
  charset,
  onCharset,
  onMapping,
}: {
  found: Look
  charset: string | null
  onCharset: (charset: string | null) => void
  onMapping: (built: Built) => void
}) {
  const { t, word } = useWords()
  const { fields, label, error, refetch } = useFields()
  const [target, setTarget] = useState<Target>(() => guessTarget(found))
  const [system, setSystem] = useState('import')
  const [key, setKey] = useState(() => [guessKey(found) ?? ''].filter(Boolean))
  const [kind, setKind] = useState('company')
  const [chosenOwner, setOwner] = useState<string | null>()
  const owner = chosenOwner === undefined ? (guess('owner', [], found.columns) ?? null) : chosenOwner
  const [dates, setDates] = useState<string[] | null>(null)
  const [chosenCustomer, setCustomer] = useState<string | null>()
  const customer =
    chosenCustomer === undefined ? (guess('customer', [], found.columns) ?? null) : chosenCustomer
  const [chosenAt, setAt] = useState<string | null>()
  const [currency, setCurrency] = useState('CNY')
  const pools = usePools().data?.pools.map((it) => it.pool) ?? []
  const [chosenPool, setPool] = useState<string | null>(null)
  const pool = chosenPool ?? pools[0]
  const [chosen, setChosen] = useState<Record<string, string | null>>({})
  const names = fields ? FIELDS[target](fields) : []
  const of = target === 'contacts' ? 'contact' : 'customer'
  const needsCustomer = target === 'contacts' || target === 'follow-ups'
  const at =
    chosenAt === undefined && target === 'follow-ups'
      ? (guess('happened', [], found.columns) ?? null)
      : (chosenAt ?? null)
  const definitions = useMemo(
    () => new Map((fields?.[of] ?? []).map((field) => [field.name, field])),
    [fields, of],
  )
  const guesses = useMemo(
    () =>
      guessAll(
        (fields ? FIELDS[target](fields) : []).map((name) => ({
          name,
          words: target === 'reps' && name === 'name' ? AGENT : [label(name, of)],
        })),
        found,
        (name, text) => {
          const field = target === 'customers' || target === 'contacts' ? definitions.get(name) : undefined
          return !field || valueOf(field, text, 'CNY') !== undefined
        },
      ),
    [fields, target, found, label, of, definitions],
  )
  const columnOf = (name: string) =>
    chosen[name] === undefined ? (guesses.get(name) ?? null) : chosen[name]

  // Amounts are usually written without their currency, which the company knows.
  const inMoney = (name: string) => target === 'customers' && definitions.get(name)?.type === 'money'
  const columns: Record<string, unknown> = {}
  for (const name of names) {
    const column = columnOf(name)
    if (column) columns[name] = inMoney(name) ? { column, currency } : column
  }
  if (target === 'customers') columns['kind'] = found.columns.includes(kind) ? kind : { constant: kind }
  const texts = (column: string) => found.rows.map((row) => row[found.columns.indexOf(column)] ?? '')
  // Columns that hold days by their meaning; others that look so may be numbers.
  const days = [at, columnOf('birthday')].filter((it) => it !== null && it !== undefined)
  const patterns = dates ?? [...new Set(days.flatMap((column) => datePatterns(texts(column))))]
  if (target === 'follow-ups' && !columns['medium']) columns['medium'] = { constant: 'call' }
  const mapping = JSON.stringify(
    {
      system,
      zone,
      ...(patterns.length > 0 ? { dates: patterns } : {}),
      ...(charset ? { format: { charset } } : {}),
      targets: [
        {
          target,
          key,
          ...(needsCustomer && customer ? { customer } : {}),
          ...(at ? { effectiveAt: at } : {}),
          ...(target !== 'customers'
            ? {}
            : owner
              ? { rep: { column: owner, by: 'name' } }
              : pool
                ? { pool: { constant: pool } }
                : {}),
          columns,
        },
      ],
    },
    null,
    2,
  )
  const named = (name: string) =>
    (target === 'customers' && name !== 'grade') || target === 'contacts'
      ? label(name, of)
      : word('importField', name)
  const required = (name: string) =>
    REQUIRED[target]?.includes(name) ??
    (name !== 'grade' && (definitions.get(name)?.required ?? false))
  const lacks = [
    ...(system.trim() ? [] : [t('import.system')]),
    ...(key.length > 0 ? [] : [t('import.key')]),
    ...(needsCustomer && !customer ? [t('import.customer')] : []),
    ...names.filter((name) => required(name) && !columnOf(name)).map(named),
  ]
  const known = fields !== undefined
  const lacking = lacks.join('\n')
  useEffect(() => {
    if (known) onMapping({ mapping, lacks: lacking ? lacking.split('\n') : [] })
  }, [known, mapping, lacking, onMapping])
  if (!known) {
    return error ? <Problem error={error} retry={() => void refetch()} /> : <Loading height={240} />
  }

  return (
    <>
      <div className={classes.basics}>
        <Select
          size="xs"
          allowDeselect={false}
          label={t('import.target')}
          data={TARGETS.map((value) => ({ value, label: word('target', value) }))}
          value={target}
          onChange={(value) => setTarget(value as Target)}
        />
        <TextInput
          size="xs"
          label={t('import.system')}
          value={system}
          onChange={(e) => setSystem(e.currentTarget.value)}
        />
        <MultiSelect
          size="xs"
          label={t('import.key')}
          data={found.columns}
          value={key}
          onChange={setKey}
        />
        {read && (
          <Select
            size="xs"
            clearable
            label={t('import.charset')}
            placeholder={t('import.charsetFound', { charset: read })}
            data={[...CHARSETS]}
            value={charset}
            onChange={onCharset}
            clearButtonProps={{ 'aria-label': t('customers.clear') }}
          />
        )}
        <TagsInput
          size="xs"
          label={t('import.dates')}
          placeholder={patterns.length === 0 ? t('import.datesHint') : ''}
          data={['yyyy/M/d', 'yyyy-MM-dd', 'yyyy年M月d日', 'd.M.yyyy', 'd/M/yyyy', 'M/d/yyyy', 'excel-serial']}
          value={patterns}
          onChange={setDates}
        />
        <Select
          size="xs"
          clearable
          label={t('import.effectiveAt')}
          placeholder={t('import.importTime')}
          data={found.columns}
          value={at}
          onChange={setAt}
          clearButtonProps={{ 'aria-label': t('customers.clear') }}
        />
        {needsCustomer && (
          <Select
            size="xs"
            label={t('import.customer')}
            data={found.columns}
            value={customer}
            onChange={setCustomer}
          />
        )}
        {target === 'customers' && (
          <>
            <Select
              size="xs"
              allowDeselect={false}
              label={t('import.kind')}
              data={[
                ...['company', 'outlet', 'person'].map((value) => ({
                  value,
                  label: t('import.kindIs', { kind: word('kind', value) }),
                })),
                ...found.columns
                  .filter((column) => !['company', 'outlet', 'person'].includes(column))
                  .map((column) => ({ value: column, label: column })),
              ]}
              value={kind}
              onChange={(value) => value && setKind(value)}
            />
            <Select
              size="xs"
              clearable
              label={t('import.owner')}
              placeholder={t('import.ownerHint')}
              data={found.columns}
              value={owner}
              onChange={setOwner}
              clearButtonProps={{ 'aria-label': t('customers.clear') }}
            />
          </>
        )}
        {names.some((name) => inMoney(name) && columnOf(name)) && (
          <TextInput
            size="xs"
            label={t('import.currency')}
            maxLength={3}
            value={currency}
            onChange={(e) => setCurrency(e.currentTarget.value.toUpperCase())}
          />
        )}
        {/* With no pools set up there is one, which need not be named. */}
        {target === 'customers' && !owner && pools.length > 0 && (
          <Select
            size="xs"
            label={t('import.pool')}
            data={pools}
            allowDeselect={false}
            value={pool ?? null}
            onChange={setPool}
          />
        )}
      </div>
      <div className={classes.wide} tabIndex={0} role="region" aria-label={t('import.mapping')}>
        <table className={classes.columns}>
          <thead>
            <tr>
              <th>{t('import.field')}</th>
              <th>{t('import.column')}</th>
              <th>{t('import.example')}</th>
            </tr>
          </thead>
          <tbody>
            {names.map((name) => {
              const column = columnOf(name)
              const index = column ? found.columns.indexOf(column) : -1
              return (
                <tr key={name}>
                  <th scope="row">
                    {named(name)}
                    {required(name) && <span aria-hidden> *</span>}
                  </th>
                  <td>
                    <Select
                      size="xs"
                      clearable
                      searchable
                      aria-label={named(name)}
                      placeholder={
                        target === 'follow-ups' && name === 'medium'
                          ? word('medium', 'call')
                          : t('import.notTaken')
                      }
                      data={found.columns}
                      value={column}
                      onChange={(value) => setChosen({ ...chosen, [name]: value })}
                      clearButtonProps={{ 'aria-label': t('customers.clear') }}
                    />
                  </td>
                  <td className="soft">
                    {index >= 0 &&
                      found.rows
                        .slice(0, 3)
                        .map((row) => row[index])
                        .filter(Boolean)
                        .join(' · ')}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </>
  )
}
