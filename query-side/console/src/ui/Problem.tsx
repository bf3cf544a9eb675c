import { Button, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { ApiProblem, UNREACHABLE } from '../api/problem'
import { useFields } from '../api/queries'
import { useWords, type Words } from '../i18n'
import { must } from './must'
import classes from './ui.module.css'

/**
 * What a status means where no words come with it: proxies refuse by themselves, and answer for a
 * service that starts anew or is overrun.
 */
const KINDS: Record<number, 'denied' | 'missing' | 'tooLarge' | 'busy'> = {
  401: 'denied',
  403: 'denied',
  404: 'missing',
  413: 'tooLarge',
  429: 'busy',
  502: 'busy',
  503: 'busy',
  504: 'busy',
}

/** What went wrong and what to do, in the user's language. */
export function explain(error: unknown, { t, word }: Words): { title: string; advice: string } {
  if (!(error instanceof ApiProblem)) {
    return { title: t('problem.unexpected'), advice: t('problem.unexpectedAdvice') }
  }
  if (error.code === UNREACHABLE) {
    return { title: t('problem.unreachable'), advice: t('problem.unreachableAdvice') }
  }
  // The console's own words first where it can say more than the service, which knows no page.
  const ours = word('problem.code', error.code)
  const advice = ours === error.code ? error.detail : ours
  const kind = KINDS[error.status] ?? (error.status >= 500 ? 'failed' : 'refused')
  return {
    title: error.title || t(`problem.${kind}`),
    advice: advice || t(`problem.${kind}Advice`),
  }
}

export function Problem({ error, retry }: { error: unknown; retry?: () => void }) {
  const words = useWords()
  const { title, advice } = explain(error, words)
  return (
    <div className={classes.problem} role="alert">
      <IconAlertTriangle
        size={20}
        stroke={1.8}
        color="var(--removed)"
        style={{ flex: 'none', marginTop: 1 }}
        aria-hidden
      />
      <div>
        <Text size="sm" fw={650}>
          {title}
        </Text>
        <Text size="sm">{advice}</Text>
        {error instanceof ApiProblem && <Mistakes of={error} />}
        {retry && (
          <Button size="xs" variant="default" mt={10} onClick={retry}>
            {words.t('common.retry')}
          </Button>
        )}
        {error instanceof ApiProblem && error.correlationId && error.status >= 500 && (
          <Text size="xs" c="var(--ink-soft)" mt={6} ff="monospace">
            {error.correlationId}
          </Text>
        )}
      </div>
    </div>
  )
}

/** Each thing that is wrong, where the service names several. */
function Mistakes({ of }: { of: ApiProblem }) {
  const errors = of.properties['errors']
  if (!Array.isArray(errors) || errors.length === 0) return null
  return of.code === 'fields-invalid' ? (
    <WrongFields errors={errors as WrongField[]} />
  ) : (
    <ul className={classes.mistakes}>
      {(errors as (string | { path: string; expected: string })[]).map((it) => {
        const said = typeof it === 'string' ? it : `${it.path}: ${it.expected}`
        return <li key={said}>{said}</li>
      })}
    </ul>
  )
}

interface WrongField {
  field: string
  code: string
  expected: string
}

function WrongFields({ errors }: { errors: WrongField[] }) {
  const words = useWords()
  const { t } = words
  const { fields, label } = useFields()
  const known = [...(fields?.customer ?? []), ...(fields?.contact ?? [])]
  const wanted = ({ field, code, expected }: WrongField) => {
    const definition = known.find((it) => it.name === field)
    if (!definition) return expected
    return code === 'field-required' ? t('must.be') : must(definition, words)
  }
  return (
    <ul className={classes.mistakes}>
      {errors.map((it) => (
        <li key={it.field}>
          <b>{label(it.field)}</b>
          {t('common.colon')}
          {wanted(it)}
        </li>
      ))}
    </ul>
  )
}

interface Asked {
  data: unknown
  error: unknown
  refetch: () => Promise<unknown>
}

/** What kept parts of a page from coming: the same is said once, however many parts it is. */
export function Problems({ of }: { of: readonly Asked[] }) {
  const words = useWords()
  const failed = of.filter((it) => it.error && it.data === undefined)
  const said = (it: Asked) => explain(it.error, words).title
  return failed
    .filter((it, i) => failed.findIndex((other) => said(other) === said(it)) === i)
    .map((first) => (
      <Problem
        key={said(first)}
        error={first.error}
        retry={() => failed.forEach((it) => void it.refetch())}
      />
    ))
}
