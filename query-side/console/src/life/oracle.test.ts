import { describe, expect, test } from 'vitest'
import { customerAt, ownership, type CustomerAt } from './customer'
import { lifeOf } from './definition'
import { recorded, type HistoryLine, type Recorded } from './events'
import { grants } from './grants'
import { mirror } from './mirror'
import oracle from './oracle.json'
import { FOR_EVER, instant, YEAR } from './time'

/** What the service's own fold says of generated histories; written by its tests. */
const cases = oracle as unknown as {
  history: HistoryLine[]
  questions: { asOf: string; knownAt: string; state: Record<string, unknown> }[]
}[]

const plain = (map: Map<string, unknown>): object =>
  Object.fromEntries([...map].map(([key, it]) => [key, it instanceof Map ? plain(it) : it]))

const comparable = (it: CustomerAt) => ({
  kind: it.kind ?? null,
  externalIds: it.externalIds,
  fields: plain(it.fields),
  classification: it.classification ?? null,
  contacts: plain(it.contacts),
  dates: plain(it.dates),
  assortment: plain(it.assortment),
  followUps: plain(it.followUps),
  holder: it.holder ?? null,
  covers: [...it.covers.values()],
  collaborators: [...it.collaborators.values()],
  stewards: [...it.stewards.values()],
  exemptions: [...it.exemptions.values()],
  complaints: plain(it.complaints),
  churn: it.churn ?? null,
  calls: plain(it.calls),
  mergedInto: it.mergedInto ?? null,
})

describe.each(cases.map((it, number) => ({ ...it, number })))(
  'history $number',
  ({ history, questions }) => {
    const life = lifeOf(history.map(recorded))

    test.each(questions)('as of $asOf, known at $knownAt', ({ asOf, knownAt, state }) => {
      expect(comparable(customerAt(life, instant(asOf), instant(knownAt)))).toEqual(state)
    })

    test.each(questions)('who is responsible beside the owner, at $asOf', ({ asOf, knownAt }) => {
      const at = instant(asOf)
      const customer = customerAt(life, at, instant(knownAt))
      const then = grants(life, instant(knownAt)).filter((it) => it.from <= at && at < it.to)
      const ids = (kind: string) => then.filter((it) => it.kind === kind).map((it) => it.id).sort()
      expect(ids('collaborator')).toEqual([...customer.collaborators.keys()].sort())
      expect(ids('steward')).toEqual([...customer.stewards.keys()].sort())
      expect(ids('cover')).toEqual([...customer.covers.keys()].sort())
    })

    test.each(questions)(
      'the interval at $asOf and the versions then are those of the fold',
      ({ asOf, knownAt, state }) => {
        const at = instant(asOf)
        const known = instant(knownAt)
        const interval = ownership(life, known).find((it) => it.from <= at && at < it.to)
        expect(interval?.holder ?? null).toEqual(state['holder'])
        const values = Object.fromEntries(
          [...mirror(life, known)].flatMap(([field, versions]) => {
            const version = versions.find((it) => it.from <= at && at < it.to)
            return version?.value === undefined ? [] : [[field, version.value]]
          }),
        )
        expect(values).toEqual(state['fields'])
      },
    )

    test('the owner intervals leave no gap and do not overlap, whatever is known', () => {
      for (const { knownAt } of questions) {
        const intervals = ownership(life, instant(knownAt))
        intervals.forEach((it, i) => {
          expect(it.to).toBe(intervals[i + 1]?.from ?? FOR_EVER)
          expect(it.from).toBeLessThan(it.to)
        })
      }
    })
  },
)

/** All of them ten times over, four years apart: long enough for many checkpoints. */
const long = Array.from({ length: 10 }, (_, round) =>
  cases.flatMap(({ history }) =>
    history.map(recorded).map((it) => ({
      ...it,
      eventId: `${it.eventId}/${round}`,
      recordedAt: it.recordedAt + round * 4 * YEAR,
      effectiveAt: it.effectiveAt + round * 4 * YEAR,
      ...(it.name === 'event.voided' && {
        event: { ...it.event, event: `${it.event.event}/${round}` },
      }),
    })),
  ),
)
  .flat()
  .map((it, i) => ({ ...it, version: i + 1 }) as Recorded)

describe('a long history, asked again and again', () => {
  const life = lifeOf(long)
  const moments = life.events.map((it) => it.effectiveAt)
  const at = (i: number) => moments[(i * 7919) % moments.length]!

  test.each([
    ['backward', (i: number) => [moments.at(-1 - i * 40)!, FOR_EVER]],
    ['here and there', (i: number) => [at(i), FOR_EVER]],
    ['as known then', (i: number) => [moments[i * 40]!, moments[i * 40]!]],
    ['as known at other times', (i: number) => [at(i), at(i * i)]],
  ] as const)('%s, is what is folded from the beginning', (_, question) => {
    for (let i = 0; i < 35; i++) {
      const [asOf, knownAt] = question(i) as [number, number]
      const fromTheBeginning = customerAt(lifeOf(long), asOf, knownAt)
      expect(customerAt(life, asOf, knownAt)).toEqual(fromTheBeginning)
    }
  })

  test('and an answer that is changed changes no other', () => {
    const answer = customerAt(life, moments[900]!, FOR_EVER)
    const before = structuredClone(answer)
    answer.fields.clear()
    answer.followUps.clear()
    expect(customerAt(life, moments[900]!, FOR_EVER)).toEqual(before)
  })
})
