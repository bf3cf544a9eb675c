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

/** Dots that would lie over each other in the picture become one. */
export function clusters(
  dots: readonly Dot[],
  toScreen: (place: Place) => Point,
  distance: number,
): Cluster[] {
  const cells = new Map<string, Cluster>()
  for (const dot of dots) {
    const at = toScreen(dot)
    const key = `${Math.floor(at.x / distance)} ${Math.floor(at.y / distance)}`
    const cluster = cells.get(key)
    if (!cluster) {
      cells.set(key, { at, count: dot.count, dots: [dot] })
      continue
    }
    const count = cluster.count + dot.count
    cluster.at = {
      x: (cluster.at.x * cluster.count + at.x * dot.count) / count,
      y: (cluster.at.y * cluster.count + at.y * dot.count) / count,
    }
    cluster.count = count
    cluster.dots.push(dot)
  }
  return [...cells.values()]
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
