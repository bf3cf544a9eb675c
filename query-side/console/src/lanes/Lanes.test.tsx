import { fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { DAY, instant, type Micros } from '../life/time'
import { show } from '../test/render'
import { Lanes } from './Lanes'
import type { Mark, Span } from './model'

const START = instant('2026-01-01T00:00:00Z')
const whole: Span = [START, START + 100 * DAY]

const mark = (id: string, day: number, more: Partial<Mark> = {}): Mark => ({
  id,
  at: START + day * DAY,
  title: `Mark ${id}`,
  tone: 'follow-up',
  recordedAt: START + day * DAY,
  ...more,
})

const LANES = [
  { id: 'call', label: 'Calls', marks: [mark('a', 10), mark('b', 30), mark('c', 30.2)] },
  { id: 'visit', label: 'Visits', marks: [mark('d', 12), mark('e', 80, { recordedAt: START + 95 * DAY })] },
]
const bars = [
  { id: 'x', from: START, to: START + 50 * DAY, title: 'Anna', hue: 1 },
  { id: 'y', from: START + 50 * DAY, to: whole[1], title: 'Pool north', open: true },
]

function Example({ knownAt = whole[1] }: { knownAt?: Micros }) {
  const [at, setAt] = useState(START + 60 * DAY)
  const [view, setView] = useState<Span>(whole)
  return (
    <Lanes
      bars={{ label: 'Owner', bars }}
      lanes={LANES}
      whole={whole}
      view={view}
      onView={setView}
      at={at}
      onAt={setAt}
      now={START + 90 * DAY}
      knownAt={knownAt}
      card={(marks) => <p>{marks.map((it) => it.title).join(' and ')}</p>}
    />
  )
}

const press = (keys: string) => userEvent.keyboard(keys)

test('every mark and every owner has a name', () => {
  show(<Example />)
  expect(screen.getByRole('button', { name: /^Mark a, / })).toBeTruthy()
  expect(screen.getByRole('button', { name: /^2 between / })).toBeTruthy()
  expect(screen.getByRole('button', { name: /^Anna, 1 Jan 2026/ })).toBeTruthy()
  expect(screen.getByRole('list', { name: 'Calls, 3 marks' })).toBeTruthy()
})

test('arrows go from mark to mark and from lane to lane', async () => {
  show(<Example />)
  screen.getByRole('button', { name: /^Mark a, / }).focus()
  await press('{ArrowRight}')
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^2 between/)
  await press('{ArrowLeft}{ArrowDown}')
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Mark d/)
  await press('{End}')
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Mark e/)
})

test('one mark only is in the order of tabs', () => {
  show(<Example />)
  const marks = screen.getAllByRole('button', { name: /^(Mark|2 between)/ })
  expect(marks.filter((it) => it.tabIndex === 0)).toHaveLength(1)
})

test('a cluster opens, and Escape brings the keyboard back to it', async () => {
  show(<Example />)
  const cluster = screen.getByRole('button', { name: /^2 between/ })
  cluster.focus()
  await press('{Enter}')
  expect(screen.getByRole('dialog').textContent).toBe('Mark b and Mark c')
  await press('{Escape}')
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(document.activeElement).toBe(cluster)
})

test('zooming in tells the marks of a cluster apart', async () => {
  show(<Example />)
  screen.getByRole('button', { name: /^2 between/ }).focus()
  await press('++++++++')
  expect(screen.getByRole('button', { name: /^Mark b/ })).toBe(document.activeElement)
})

const turn = (deltaY: number, clientX = 200) => {
  const lanes = screen.getByRole('list', { name: 'Visits, 2 marks' })
  return fireEvent.wheel(lanes, { deltaY, clientX, cancelable: true })
}

test('the wheel zooms, and the keyboard stays on its mark', () => {
  show(<Example />)
  const cluster = screen.getByRole('button', { name: /^2 between/ })
  cluster.focus()
  for (let i = 0; i < 5; i++) turn(-40)
  expect(screen.getByRole('button', { name: /^2 between/ })).toBe(cluster)
  expect(document.activeElement).toBe(cluster)
  // Of those before it, none is in view any more.
  expect(screen.queryByRole('button', { name: /^Mark [ad],/ })).toBeNull()
})

test('the keyboard is on no other mark when its own is out of view', () => {
  show(<Example />)
  screen.getByRole('button', { name: /^Mark a,/ }).focus()
  for (let i = 0; i < 8; i++) turn(-40, 301)
  expect(screen.queryByRole('button', { name: /^Mark a,/ })).toBeNull()
  expect(screen.getByRole('button', { name: /^2 between/ })).toBeTruthy()
  expect(document.activeElement).toBe(document.body)
})

test('at its end the wheel is the page\'s, and no view is shorter than an hour', () => {
  show(<Example />)
  expect(turn(40)).toBe(true)
  for (let i = 0; i < 25; i++) expect(turn(-60)).toBe(false)
  const shown = () =>
    ['Start of what is shown', 'End of what is shown'].map((name) =>
      Number(screen.getByRole('slider', { name }).getAttribute('aria-valuenow')),
    )
  const [from, to] = shown()
  expect(to! - from!).toBe(3_600_000)
  turn(-60)
  expect(shown()).toEqual([from, to])
})

test('one hint tells what the mark is that is pointed at', async () => {
  show(<Example />)
  await userEvent.hover(screen.getByRole('button', { name: /^Mark a, / }))
  expect(screen.getByText('Mark a')).toBeTruthy()
  await userEvent.hover(screen.getByRole('button', { name: /^Mark d, / }))
  expect(screen.queryByText('Mark a')).toBeNull()
  expect(screen.getByText('Mark d')).toBeTruthy()
})

test('the scrubber goes by days and months, and says where it is', async () => {
  show(<Example />)
  const slider = screen.getByRole('slider', { name: 'The moment looked at' })
  const before = Number(slider.getAttribute('aria-valuenow'))
  slider.focus()
  await press('{ArrowLeft}')
  const day = Number(slider.getAttribute('aria-valuenow')) - before
  await press('{PageUp}')
  const month = Number(slider.getAttribute('aria-valuenow')) - before
  expect([day, month]).toEqual([-86_400_000, 29 * 86_400_000])
  expect(slider.getAttribute('aria-valuetext')).toContain('2026')
})

test('the scrubber can be got hold of when its moment is out of view, and brings it back', async () => {
  show(<Example />)
  for (let i = 0; i < 8; i++) turn(-60, 200)
  const end = () => Number(screen.getByRole('slider', { name: 'End of what is shown' }).getAttribute('aria-valuenow'))
  const moment = screen.getByRole('slider', { name: 'The moment looked at' })
  expect(end()).toBeLessThan(Number(moment.getAttribute('aria-valuenow')))
  moment.focus()
  await press('{ArrowRight}')
  expect(end()).toBeGreaterThan(Number(moment.getAttribute('aria-valuenow')))
})

test('what is named on the ruler stands at even distances', () => {
  const { container } = show(<Example />)
  for (let i = 0; i < 12; i++) {
    const named = [...container.querySelectorAll<HTMLElement>('[class*="tick_"]:not([hidden])')].map((it) =>
      parseFloat(it.style.transform.slice('translateX('.length)),
    )
    const apart = named.slice(1).map((x, n) => x - named[n]!)
    expect(Math.max(...apart) - Math.min(...apart)).toBeLessThan(Math.min(...apart))
    turn(-20)
  }
})

test('however closely one looks, months are marked', () => {
  const { container } = show(<Example />)
  const marked = () => container.querySelectorAll('svg line[data-major]').length
  // February, March and April of a hundred days in weeks.
  expect(marked()).toBe(3)
})

test('what was not yet known is drawn as such', () => {
  show(<Example knownAt={START + 85 * DAY} />)
  const unknown = screen.getByRole('button', { name: /^Mark e/ })
  const known = screen.getByRole('button', { name: /^Mark a/ })
  expect(unknown.hasAttribute('data-unknown')).toBe(true)
  expect(known.hasAttribute('data-unknown')).toBe(false)
})
