import type { Recorded } from '../../life/events'
import { MINUTE, type Micros } from '../../life/time'
import { toneOf } from '../../ui/describe'

/** What stands in the feed: one event, or several that somebody made in one go. */
export type FeedItem = { event: Recorded } | { burst: Recorded[] }

const APART = 10 * MINUTE
const FEWEST = 4
/** What people said and who owns stands alone, however much came at once. */
const ALONE = new Set(['follow-up', 'ownership', 'complaint', 'call', 'correction'])

/** By the event's name, of which there are few: thousands are asked for while one scrubs. */
const standsAlone = new Map<string, boolean>()

function isAlone(name: string): boolean {
  let alone = standsAlone.get(name)
  if (alone === undefined) {
    alone = ALONE.has(toneOf(name)) || name === 'customer.registered'
    standsAlone.set(name, alone)
  }
  return alone
}

/**
 * Changes of the profile that one person made within minutes become one entry, which can be opened.
 *
 * @param events in the order of the feed
 */
export function grouped(events: readonly Recorded[], time: (it: Recorded) => Micros): FeedItem[] {
  const items: FeedItem[] = []
  let run: Recorded[] = []
  const flush = () => {
    if (run.length >= FEWEST) items.push({ burst: run })
    else for (const event of run) items.push({ event })
    if (run.length > 0) run = []
  }
  for (const event of events) {
    if (isAlone(event.name)) {
      flush()
      items.push({ event })
      continue
    }
    const before = run.at(-1)
    const together =
      before &&
      before.actor === event.actor &&
      before.source?.author === event.source?.author &&
      Math.abs(time(before) - time(event)) <= APART
    if (before && !together) flush()
    run.push(event)
  }
  flush()
  return items
}
