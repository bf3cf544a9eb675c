import { Button, FileButton, Group, MultiSelect, Select, TagsInput, Text, Textarea, TextInput } from '@mantine/core'
import { IconDeviceFloppy, IconFileUpload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { request } from '../../api/client'
import { useFields, type Fields } from '../../api/queries'
import { useWords } from '../../i18n'
import { Loading, Page } from '../../ui/Page'
import { Problem } from '../../ui/Problem'
import { CHARSETS, datePatterns, look, type Look } from './file'
import { guess, guessKey, TARGETS, type Target } from './guess'
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
                    onMapping={setMapping}
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
                disabled={!mapping.trim()}
                loading={start.isPending && start.variables === true}
                onClick={() => start.mutate(true)}
              >
                {t('import.dryRun')}
              </Button>
              <Text size="xs" c="var(--ink-faint)">
                {t('import.dryRunHint')}
              </Text>
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

const FIELDS: Record<Target, (fields: Fields) => string[]> = {
  customers: (fields) => [...fields.customer.map((it) => it.name), 'grade'],
  contacts: (fields) => fields.contact.map((it) => it.name),
  reps: () => ['name', 'team', 'territory'],
  'follow-ups': () => ['medium', 'summary', 'outcome'],
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
  onMapping: (json: string) => void
}) {
  const { t, word } = useWords()
  const { fields, label, error, refetch } = useFields()
  const [target, setTarget] = useState<Target>('customers')
  const [system, setSystem] = useState('import')
  const [key, setKey] = useState(() => [guessKey(found) ?? ''].filter(Boolean))
  const [kind, setKind] = useState('company')
  const [chosenOwner, setOwner] = useState<string | null>()
  const owner = chosenOwner === undefined ? (guess('owner', [], found.columns) ?? null) : chosenOwner
  const [dates, setDates] = useState<string[] | null>(null)
  const [customer, setCustomer] = useState<string | null>(null)
  const [at, setAt] = useState<string | null>(null)
  const [pool, setPool] = useState('unassigned')
  const [chosen, setChosen] = useState<Record<string, string | null>>({})
  const names = fields ? FIELDS[target](fields) : []
  const of = target === 'contacts' ? 'contact' : 'customer'
  const columnOf = (name: string) =>
    chosen[name] === undefined
      ? (guess(name, [label(name, of)], found.columns) ?? null)
      : chosen[name]
  const needsCustomer = target === 'contacts' || target === 'follow-ups'

  const columns: Record<string, unknown> = {}
  for (const name of names) {
    const column = columnOf(name)
    if (column) columns[name] = column
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
              : { pool: { constant: pool } }),
          columns,
        },
      ],
    },
    null,
    2,
  )
  const known = fields !== undefined
  useEffect(() => {
    if (known) onMapping(mapping)
  }, [known, mapping, onMapping])
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
        {target === 'customers' && !owner && (
          <TextInput
            size="xs"
            label={t('import.pool')}
            value={pool}
            onChange={(e) => setPool(e.currentTarget.value)}
          />
        )}
      </div>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('import.mapping')}>
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
              const named =
                (target === 'customers' && name !== 'grade') || target === 'contacts'
                  ? label(name, of)
                  : word('importField', name)
              return (
                <tr key={name}>
                  <th scope="row">
                    {named}
                  </th>
                  <td>
                    <Select
                      size="xs"
                      clearable
                      searchable
                      aria-label={named}
                      placeholder={t('import.notTaken')}
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
