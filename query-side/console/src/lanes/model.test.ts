import { expect, test } from 'vitest'
import { cluster, holds, TARGET, within, zoom, type Mark } from './model'

const mark = (at: number): Mark => ({
  id: `m${at}`,
  at,
  title: '',
  tone: 'profile',
  recordedAt: at,
})

test('marks that would overlap are drawn as one, others apart', () => {
  const items = cluster([100, 101, 500].map(mark), [0, 1000], 1000)
  expect(items.map((it) => it.marks.map((one) => one.at))).toEqual([[100, 101], [500]])
  expect(items[0]!.x).toBe(100.5)
})

test('nothing is lost and nothing overlaps, however many marks there are', () => {
  const marks = Array.from({ length: 5000 }, (_, i) => mark(Math.floor((i * 7919) % 100_000)))
  marks.sort((a, b) => a.at - b.at)
  const items = cluster(marks, [0, 100_000], 1000)
  expect(items.flatMap((it) => it.marks)).toHaveLength(5000)
  items.slice(1).forEach((it, i) => expect(it.x - items[i]!.x).toBeGreaterThanOrEqual(TARGET))
})

const bar = (from: number, to: number) => ({ id: `b${from}`, from, to, title: '' })

test('bars are pressed on as much as a finger needs, several at once where each is too narrow', () => {
  const spans = [[0, 400], [400, 404], [404, 410], [410, 700], [700, 705], [705, 1000]] as const
  const found = holds(spans.map(([from, to]) => bar(from, to)), [0, 1000], 1000)
  expect(found.map((it) => it.bars.map(({ bar }) => bar.from))).toEqual([[0], [400, 404], [410], [700], [705]])
  expect(Math.min(...found.map((it) => it.width))).toBe(TARGET)
  expect(found.map(({ left, width }) => [left, left + width])[3]).toEqual([689.5, 713.5])
})

test('a narrow bar at the end of the view is pressed inside of it', () => {
  const found = holds([bar(0, 990), bar(990, 1200)], [0, 1000], 1000)
  expect(found.at(-1)).toMatchObject({ left: 976, width: TARGET })
})

test('panning does not regroup what stays in view', () => {
  const marks = Array.from({ length: 60 }, (_, i) => mark(1000 + i * 31))
  const groups = (from: number) =>
    cluster(marks, [from, from + 1600], 800)
      .slice(2, -2)
      .map((it) => it.marks.map((one) => one.id).join())
  const before = groups(900)
  const after = groups(907)
  expect(after.filter((it) => before.includes(it)).length).toBeGreaterThan(after.length - 3)
})

test('zooming keeps the moment under the pointer, and the view stays inside the whole', () => {
  const view = zoom([0, 1000], 250, 0.5)
  expect(view).toEqual([125, 625])
  expect(within([-100, 400], [0, 1000], 10)).toEqual([0, 500])
  expect(within([900, 1400], [0, 1000], 10)).toEqual([500, 1000])
  expect(within([500, 501], [0, 1000], 10)).toEqual([500, 510])
})
