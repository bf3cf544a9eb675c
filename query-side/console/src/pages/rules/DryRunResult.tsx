import { Button } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { profileQuery } from '../../api/queries'
import type { DryRun } from '../../api/rules'
import { useWords } from '../../i18n'
import { Face, useNames } from '../../ui/holder'
import { Empty } from '../../ui/Page'
import { textOf } from '../../ui/Value'
import classes from './rules.module.css'

const STEP = 30

/** What the rule would do today: whom it concerns, and each effect by name. */
export function DryRunResult({ run }: { run: DryRun }) {
  const words = useWords()
  const { t, word, format } = words
  const names = useNames()
  const [only, setOnly] = useState<string | null>(null)
  const [shown, setShown] = useState(STEP)
  const effects = run.effects.filter((it) => only === null || it.effect === only)
  const first = effects.slice(0, shown)
  const profiles = useQueries({
    queries: [...new Set(first.flatMap((it) => it.customer ?? []))].map(profileQuery),
  })
  const nameOf = new Map(
    profiles.flatMap(({ data }) => (data ? [[data.id, textOf(data.fields['name'], words)]] : [])),
  )
  const reps = Object.entries(run.reps).sort(([, a], [, b]) => b - a)
  const most = reps[0]?.[1] ?? 1
  return (
    <section className="panel" aria-label={t('rules.dryRun')}>
      <h2>{t('rules.dryRun')}</h2>
      <p className="soft numbers">{t('rules.judged', { count: run.judged })}</p>
      {run.effects.length === 0 ? (
        <Empty title={t('rules.noEffect')} />
      ) : (
        <>
          <div className={classes.counts} role="group" aria-label={t('rules.effects')}>
            {Object.entries(run.counts).map(([effect, count]) => (
              <button
                key={effect}
                type="button"
                aria-pressed={only === effect}
                onClick={() => setOnly(only === effect ? null : effect)}
              >
                <b className="numbers">{format.number(count)}</b>
                {word('effect', effect)}
              </button>
            ))}
          </div>
          <ul className={classes.reps}>
            {reps.slice(0, 12).map(([rep, count]) => (
              <li key={rep}>
                <Face id={rep} name={names.rep(rep)} />
                <span>{names.rep(rep)}</span>
                <i aria-hidden>
                  <i style={{ width: `${(count / most) * 100}%` }} />
                </i>
                <b className="numbers">{format.number(count)}</b>
              </li>
            ))}
          </ul>
          <ul className={classes.effects}>
            {first.map((it, i) => (
              <li key={`${it.effect}-${it.customer ?? it.rep}-${i}`}>
                {it.customer ? (
                  <Link to={`/customers/${it.customer}`}>
                    {nameOf.get(it.customer) ?? it.customer.slice(-8)}
                  </Link>
                ) : (
                  <Link to={`/reps/${it.rep}`}>{names.rep(it.rep)}</Link>
                )}
                <span className="soft">{it.customer && names.rep(it.rep)}</span>
                <span>{word('effect', it.effect)}</span>
                <span className="numbers soft">
                  {format.date(it.on)}
                  {it.because && ` · ${word('because', it.because)}`}
                </span>
              </li>
            ))}
          </ul>
          {effects.length > shown && (
            <Button size="xs" variant="default" mt="sm" onClick={() => setShown(shown + STEP)}>
              {t('common.more', { count: effects.length - shown })}
            </Button>
          )}
          {!run.complete && <p className="soft">{t('rules.notAll', { count: run.effects.length })}</p>}
        </>
      )}
    </section>
  )
}
