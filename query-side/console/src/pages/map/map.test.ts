import { expect, test } from 'vitest'
import { arcs, byGrade, clusters } from './clusters'
import { boxOf, fitted, panned, project, toScreen, unproject, zoomed } from './projection'

const SIZE = { width: 800, height: 600 }
const HANGZHOU = { latitude: 30.27, longitude: 120.16 }
const LONDON = { latitude: 51.5, longitude: -0.12 }

test('there and back again', () => {
  const { latitude, longitude } = unproject(project(HANGZHOU))
  expect(latitude).toBeCloseTo(HANGZHOU.latitude, 9)
  expect(longitude).toBeCloseTo(HANGZHOU.longitude, 9)
})

test('what is under the pointer stays there while zooming', () => {
  const camera = { middle: project(HANGZHOU), zoom: 5 }
  const pointer = toScreen(camera, SIZE, project({ latitude: 31, longitude: 122 }))
  const closer = zoomed(camera, 2, SIZE, pointer)
  const after = toScreen(closer, SIZE, project({ latitude: 31, longitude: 122 }))
  expect(after.x).toBeCloseTo(pointer.x, 6)
  expect(after.y).toBeCloseTo(pointer.y, 6)
})

test('all places are in view, and in the box that is asked for', () => {
  const camera = fitted([HANGZHOU, LONDON], SIZE)!
  for (const place of [HANGZHOU, LONDON]) {
    const { x, y } = toScreen(camera, SIZE, project(place))
    expect(x).toBeGreaterThan(0)
    expect(x).toBeLessThan(SIZE.width)
    expect(y).toBeGreaterThan(0)
    expect(y).toBeLessThan(SIZE.height)
  }
  const [west, south, east, north] = boxOf(camera, SIZE).split(',').map(Number)
  expect(west).toBeLessThan(LONDON.longitude)
  expect(east).toBeGreaterThan(HANGZHOU.longitude)
  expect(south).toBeLessThan(HANGZHOU.latitude)
  expect(north).toBeGreaterThan(LONDON.latitude)
  expect(fitted([], SIZE)).toBeUndefined()
})

test('dragging to the right shows what is to the left', () => {
  const camera = { middle: { x: 0.5, y: 0.5 }, zoom: 3 }
  expect(panned(camera, 100, 0).middle.x).toBeLessThan(0.5)
})

test('dots over each other are one cluster where the largest is, whatever line lies between them', () => {
  const at = (place: { latitude: number; longitude: number }) => ({
    x: place.longitude,
    y: place.latitude,
  })
  const found = clusters(
    [
      { latitude: 1, longitude: 9, count: 3, grade: 'A' },
      { latitude: 1, longitude: 11, count: 1, grade: 'B' },
      { latitude: 99, longitude: 99, count: 1 },
    ],
    at,
    10,
  )
  expect(found.map(({ count, at: { x } }) => [count, x])).toEqual([
    [4, 9],
    [1, 99],
  ])
})

test('the ring is whole', () => {
  const parts = byGrade([
    { grade: 'B', count: 1 },
    { count: 2 },
    { grade: 'A', count: 4 },
    { grade: 'B', count: 1 },
  ])
  expect(parts.map(({ grade, count }) => [grade, count])).toEqual([
    ['A', 4],
    ['B', 2],
    ['~', 2],
  ])
  expect(arcs(parts)).toEqual([
    [0, 0.5],
    [0.5, 0.75],
    [0.75, 1],
  ])
})
