import type { Recorded } from '../../life/events'
import { MINUTE, type Micros } from '../../life/time'
import { toneOf } from '../../ui/describe'

/** What stands in the feed: one event, or several that somebody made in one go. */
export type FeedItem = { event: Recorded } | { burst: Recorded[] }

const APART = 10 * MINUTE
const FEWEST = 4
/** What people said and who owns stands alone, however much came at once. */
const ALONE = new Set(['follow-up', 'ownership', 'complaint', 'call', 'correction'])

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
    else items.push(...run.map((event) => ({ event })))
    run = []
  }
  for (const event of events) {
    if (ALONE.has(toneOf(event.name)) || event.name === 'customer.registered') {
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
