import { Text } from '@mantine/core'
import { useEffect, useMemo, useRef } from 'react'
import { useFields } from '../../api/queries'
import { useWords } from '../../i18n'
import type { Life } from '../../life/definition'
import { isErased } from '../../life/events'
import { mirror } from '../../life/mirror'
import { FOR_EVER, type Micros } from '../../life/time'
import { Empty } from '../../ui/Page'
import { useNames } from '../../ui/holder'
import { personal } from '../../ui/personal'
import { Value } from '../../ui/Value'
import { CompletenessCurve } from './Completeness'
import classes from './customer.module.css'

interface Props {
  life: Life
  now: Micros
  asOf: Micros
  knownAt: Micros
  target: string | null
  onAt: (at: Micros) => void
}

/** The profile mirror: every version of every field, since when, by whom, why. */
export function Versions({ life, now, asOf, knownAt, target, onAt }: Props) {
  const { t, format, word } = useWords()
  const { fields, label } = useFields()
  const names = useNames()
  const root = useRef<HTMLDivElement>(null)
  const all = useMemo(() => mirror(life, knownAt), [life, knownAt])
  const order = [...new Set([...(fields?.customer ?? []).map((it) => it.name), ...all.keys()])]

  useEffect(() => {
    if (!target) return
    const element = root.current?.querySelector<HTMLElement>(`[data-field="${CSS.escape(target)}"]`)
    element?.scrollIntoView({ block: 'center' })
    element?.focus({ preventScroll: true })
  }, [target])

  if (all.size === 0) return <Empty title={t('versions.nothing')} />
  return (
    <div ref={root} className={classes.versions}>
      <CompletenessCurve life={life} asOf={asOf} knownAt={knownAt} now={now} onAt={onAt} />
      {order
        .filter((field) => all.has(field))
        .map((field) => {
          const versions = all.get(field)!
          return (
            <section
              key={field}
              data-field={field}
              data-target={target === field || undefined}
              tabIndex={-1}
              aria-label={label(field)}
            >
              <h3>
                {label(field)}
                <span className="faint numbers">
                  {t('versions.count', { count: versions.length })}
                </span>
              </h3>
              <ol>
                {versions.toReversed().map((version) => {
                  const current = version.from <= asOf && asOf < version.to
                  return (
                    <li
                      key={version.by.eventId}
                      data-current={current || undefined}
                      data-struck={version.voidedBy !== undefined || undefined}
                    >
                      <div className={classes.versionValue}>
                        {version.voidedBy ? (
                          <s>
                            <Value value={version.value} />
                          </s>
                        ) : (
                          <Value value={version.value} />
                        )}
                      </div>
                      <div className={classes.versionMeta}>
                        <button
                          type="button"
                          className={classes.when}
                          onClick={() => onAt(version.from)}
                        >
                          {format.day(version.from)}
                          {!version.voidedBy &&
                            ` – ${version.to === FOR_EVER ? t('versions.today') : format.day(version.to)}`}
                        </button>
                        {version.by.source?.author !== undefined && (
                          <span>{personal(version.by.source.author, t)}</span>
                        )}
                        <span>{names.actor(version.by.actor)}</span>
                        <span>{word('channel', version.by.channel)}</span>
                        {version.by.source && (
                          <span>{t('history.from', { system: version.by.source.system })}</span>
                        )}
                        {version.by.reason !== undefined && (
                          <span>{personal(version.by.reason, t)}</span>
                        )}
                      </div>
                      {version.voidedBy && (
                        <Text size="xs" c="var(--removed)">
                          {t('history.takenBack', { day: format.day(version.voidedBy.recordedAt) })}
                          {version.voidedBy.reason !== undefined &&
                            !isErased(version.voidedBy.reason) &&
                            `${t('common.colon')}${version.voidedBy.reason}`}
                        </Text>
                      )}
                    </li>
                  )
                })}
              </ol>
            </section>
          )
        })}
    </div>
  )
}
