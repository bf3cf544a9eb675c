import { holds, type Life } from './definition'
import type { Recorded } from './events'
import type { Micros } from './time'

export interface Fold<State> {
  begin: () => State
  evolve: (state: State, event: Recorded) => void
  copy: (state: State) => State
}

/** Events from one checkpoint to the next. */
export const EVERY = 250

/**
 * The fold of one life, for who asks for one moment after another: it goes on from the checkpoint
 * before the moment instead of the beginning. What is answered is the asker's own.
 */
export function withCheckpoints<State>(
  life: Life,
  { begin, evolve, copy }: Fold<State>,
): (asOf: Micros, knownAt: Micros) => State {
  let known: Micros = -Infinity
  /** After none of the events, after the first `EVERY`, and so on, as known then. */
  const checkpoints = [begin()]
  return (asOf, knownAt) => {
    if (knownAt !== known) {
      const learned = life.events.findIndex((it) => holds(life, it, known) !== holds(life, it, knownAt))
      // What is known of the events before it is the same.
      if (learned >= 0) checkpoints.splice(1 + Math.floor(learned / EVERY))
      known = knownAt
    }
    const isBefore = (event: number) => life.events[event]!.effectiveAt <= asOf
    const from = checkpoints.findLastIndex((_, i) => i === 0 || isBefore(i * EVERY - 1))
    const state = copy(checkpoints[from]!)
    for (let i = from * EVERY; i < life.events.length && isBefore(i); i++) {
      if (i === checkpoints.length * EVERY) checkpoints.push(copy(state))
      if (holds(life, life.events[i]!, knownAt)) evolve(state, life.events[i]!)
    }
    return state
  }
}
