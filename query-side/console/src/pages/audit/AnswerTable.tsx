import { Anchor, Button, VisuallyHidden } from '@mantine/core'
import { useIntersection } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { isReasonSaid } from '../../api/client'
import { nameQuery } from '../../api/names'
import { useWords } from '../../i18n'
import { instant } from '../../life/time'
import { useSession } from '../../session/session'
import { HolderName, useNames } from '../../ui/holder'
import { Value } from '../../ui/Value'
import type { Column, Marked, Row } from './questions'
import classes from './audit.module.css'

const PORTION = 200
const SIGNS = { new: '+', gone: '−', was: '−', is: '+' } as const

/** Rows of an answer, each with a link to the event behind it. */
export function AnswerTable({ columns, rows }: { columns: readonly Column[]; rows: readonly Marked[] }) {
  const { t } = useWords()
  const [shown, setShown] = useState(PORTION)
  const marks = rows.some((it) => it.mark)
  return (
    <>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('audit.rows')}>
        <table>
          <thead>
            <tr>
              {marks && (
                <th>
                  <VisuallyHidden>{t('audit.difference')}</VisuallyHidden>
                </th>
              )}
              {columns.map((it) => (
                <th key={it.field}>{t(it.head)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map(({ row, mark }, i) => (
              <tr key={i} data-mark={mark}>
                {marks && (
                  <td className={classes.sign}>
                    {mark && (
                      <>
                        <span aria-hidden>{SIGNS[mark]}</span>
                        <VisuallyHidden>{t(`audit.mark.${mark}`)}</VisuallyHidden>
                      </>
                    )}
                  </td>
                )}
                {columns.map((it) => (
                  <td key={it.field} data-kind={it.kind}>
                    <Cell column={it} row={row} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown < rows.length && (
        <Button variant="default" size="xs" mt="sm" onClick={() => setShown(shown + PORTION)}>
          {t('common.more', { count: rows.length - shown })}
        </Button>
      )}
    </>
  )
}

function Cell({ column, row }: { column: Column; row: Row }) {
  const { t, word, format } = useWords()
  const names = useNames()
  const audits = useSession().roles.includes('auditor')
  const value = row[column.field]
  const text = value === undefined ? '' : String(value)
  switch (column.kind) {
    case 'customer':
      return <CustomerName id={text} />
    case 'holder': {
      const pool = column.pool && row[column.pool]
      if (text) return <HolderName holder={{ rep: text }} link />
      return pool ? <HolderName holder={{ pool: String(pool) }} /> : <>{t('common.none')}</>
    }
    case 'moment':
      return <span className="numbers">{text ? format.minute(instant(text)) : t('common.none')}</span>
    case 'number':
      return <span className="numbers">{format.number(Number(value ?? 0))}</span>
    case 'actor':
      return (
        <>
          {text && names.actor(text)}{' '}
          <span className="soft">{word('channel', String(row['channel'] ?? ''))}</span>
        </>
      )
    case 'name':
      return <>{word('eventName', text)}</>
    case 'event':
      return text ? (
        <Anchor component={Link} size="sm" ff="monospace" to={`/events/${text}`}>
          {text.slice(-8)}
        </Anchor>
      ) : null
    case 'handover':
      return text ? (
        <Anchor component={Link} size="sm" ff="monospace" to={`/handovers/${text}`}>
          {text.slice(-8)}
        </Anchor>
      ) : null
    case 'reason':
      return text ? (
        <>{text}</>
      ) : audits && !isReasonSaid() ? (
        <i className="faint" title={t('audit.maskedWhy')}>
          {t('audit.masked')}
        </i>
      ) : (
        <span className="faint">{t('common.none')}</span>
      )
    default:
      return text ? <>{text}</> : <span className="faint">{t('common.none')}</span>
  }
}

/** Asks for the name once it is in sight: an answer may have thousands of them. */
export function CustomerName({ id }: { id: string }) {
  const { ref, entry } = useIntersection({ rootMargin: '200px' })
  const { data } = useQuery({ ...nameQuery(id), enabled: entry?.isIntersecting ?? false })
  return (
    <Anchor ref={ref} component={Link} className={classes.customer!} to={`/customers/${id}`}>
      {data === undefined ? <span className="faint">{id.slice(-8)}</span> : <Value value={data ?? undefined} />}
    </Anchor>
  )
}
