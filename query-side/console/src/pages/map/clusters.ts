import type { Place, Point } from './projection'

/** Customers of one grade who are near each other, as the service counts them. */
export interface Dot extends Place {
  grade?: string
  colour?: string
  count: number
  customer?: string
  name?: string
}

export interface Cluster {
  at: Point
  count: number
  dots: Dot[]
}

/** Dots that would lie over each other in the picture become one; the largest gather the others. */
export function clusters(
  dots: readonly Dot[],
  toScreen: (place: Place) => Point,
  distance: number,
): Cluster[] {
  const found: Cluster[] = []
  const cells = new Map<string, Cluster[]>()
  const cell = ({ x, y }: Point, dx = 0, dy = 0) =>
    `${Math.floor(x / distance) + dx} ${Math.floor(y / distance) + dy}`
  const near = (at: Point): Cluster | undefined => {
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        const close = cells
          .get(cell(at, dx, dy))
          ?.find((it) => Math.hypot(it.at.x - at.x, it.at.y - at.y) < distance)
        if (close) return close
      }
    }
    return undefined
  }
  for (const dot of [...dots].sort((one, other) => other.count - one.count)) {
    const at = toScreen(dot)
    const cluster = near(at)
    if (cluster) {
      cluster.count += dot.count
      cluster.dots.push(dot)
    } else {
      const alone: Cluster = { at, count: dot.count, dots: [dot] }
      found.push(alone)
      const here = cells.get(cell(at))
      if (here) here.push(alone)
      else cells.set(cell(at), [alone])
    }
  }
  return found
}

export const NO_GRADE = '~'

export const gradeOf = (dot: { grade?: string }): string => dot.grade ?? NO_GRADE

/** How many there are of each grade, in the order of grades. */
export function byGrade<T extends { grade?: string; colour?: string; count: number }>(
  counted: readonly T[],
): { grade: string; colour: string; count: number }[] {
  const grades = new Map<string, { grade: string; colour: string; count: number }>()
  for (const it of counted) {
    const grade = gradeOf(it)
    const before = grades.get(grade)
    if (before) before.count += it.count
    else grades.set(grade, { grade, colour: it.colour ?? '', count: it.count })
  }
  return [...grades.values()].sort((one, other) => (one.grade < other.grade ? -1 : 1))
}

/** The share of each grade as arcs of a ring, from 0 to 1. */
export function arcs(parts: readonly { count: number }[]): [from: number, to: number][] {
  const total = parts.reduce((sum, part) => sum + part.count, 0)
  let from = 0
  return parts.map((part) => {
    const arc: [number, number] = [from, from + part.count / total]
    from = arc[1]
    return arc
  })
}
