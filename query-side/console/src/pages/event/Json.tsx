import type { ReactNode } from 'react'
import classes from './event.module.css'

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g

/** JSON as people read it: indented, its names, texts and numbers told apart. */
export function Json({ value, label }: { value: unknown; label: string }) {
  const text = JSON.stringify(value, null, 2)
  const parts: ReactNode[] = []
  let last = 0
  for (const match of text.matchAll(TOKEN)) {
    parts.push(text.slice(last, match.index))
    const [whole, quoted, colon] = match
    const kind = quoted ? (colon ? 'name' : 'text') : match[3] ? 'word' : 'number'
    parts.push(
      <span key={match.index} data-kind={kind}>
        {quoted ?? whole}
      </span>,
      colon ?? '',
    )
    last = match.index + whole.length
  }
  parts.push(text.slice(last))
  return (
    <pre className={classes.json} tabIndex={0} role="region" aria-label={label}>
      {parts}
    </pre>
  )
}
