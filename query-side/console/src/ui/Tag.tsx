import type { ReactNode } from 'react'
import classes from './ui.module.css'

export type TagTone = 'plain' | 'good' | 'busy' | 'warn' | 'bad' | 'quiet'

/** A state or a role in a word; the tone only repeats what the word says. */
export function Tag({ tone = 'plain', children }: { tone?: TagTone; children: ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  )
}
