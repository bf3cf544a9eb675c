import { IconLifebuoy } from '@tabler/icons-react'
import { useMemo } from 'react'
import { Link } from 'react-router'
import { useReps } from '../api/queries'
import { useWords } from '../i18n'
import type { Holder } from '../life/events'
import classes from './ui.module.css'
import { personal } from './personal'

/** Eight hues that stay apart in both schemes; the same rep always has the same. */
export function hueOf(id: string): number {
  let hash = 7
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) >>> 0
  return hash % 8
}

export function useNames() {
  const { t } = useWords()
  const { byId } = useReps()
  return useMemo(() => {
    const rep = (id: string) => {
      const found = byId.get(id)
      return found ? personal(found.name, t) : t('rep.unknown', { id: id.slice(0, 8) })
    }
    return {
      rep,
      holder: (holder: Holder) =>
        'rep' in holder
          ? rep(holder.rep)
          : // Many pools are called so by their own names.
            holder.pool.includes(t('nav.pool'))
            ? holder.pool
            : t('pool.named', { pool: holder.pool }),
      actor: (actor: string) => {
        const [kind, id = ''] = actor.split(/:(.*)/)
        return kind === 'rep' ? rep(id) : id
      },
    }
  }, [byId, t])
}

/** One or two letters for a person: initials, or the last character of a Chinese name. */
export function initials(name: string): string {
  const letters = [...name.trim()]
  if (/\p{Script=Han}/u.test(name)) return letters.at(-1)!
  const words = name.trim().split(/\s+/)
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase()
}

export function Face({ id, name, size = 22 }: { id: string; name: string; size?: number }) {
  return (
    <span
      className={classes.face}
      data-hue={hueOf(id)}
      style={{ width: size, height: size, fontSize: size * 0.42 }}
      aria-hidden
    >
      {initials(name)}
    </span>
  )
}

export function HolderName({ holder, link = false }: { holder: Holder; link?: boolean }) {
  const names = useNames()
  const name = names.holder(holder)
  if ('pool' in holder) {
    return (
      <span className={classes.holder}>
        <span className={classes.pool} aria-hidden>
          <IconLifebuoy size={14} stroke={1.8} />
        </span>
        {name}
      </span>
    )
  }
  return (
    <span className={classes.holder}>
      <Face id={holder.rep} name={name} />
      {link ? (
        <Link className={classes.quiet} to={`/reps/${holder.rep}`}>
          {name}
        </Link>
      ) : (
        name
      )}
    </span>
  )
}
