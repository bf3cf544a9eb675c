import { useCallback, useMemo, useState } from 'react'
import type { CustomerRow } from '../../api/types'

/** Which customers are selected: kept whole, so that they stay so when the list shows others. */
export interface Selection {
  rows: ReadonlyMap<string, CustomerRow>
  has: (id: string) => boolean
  toggle: (row: CustomerRow) => void
  /** All of these, or none of them if all are. */
  toggleAll: (rows: readonly CustomerRow[]) => void
  add: (rows: readonly CustomerRow[]) => void
  clear: () => void
}

export function useSelection(): Selection {
  const [rows, setRows] = useState<ReadonlyMap<string, CustomerRow>>(new Map())
  const add = useCallback(
    (more: readonly CustomerRow[]) =>
      setRows((before) => new Map([...before, ...more.map((row) => [row.id, row] as const)])),
    [],
  )
  const toggle = useCallback(
    (row: CustomerRow) =>
      setRows((before) => {
        const next = new Map(before)
        if (!next.delete(row.id)) next.set(row.id, row)
        return next
      }),
    [],
  )
  const toggleAll = useCallback(
    (all: readonly CustomerRow[]) =>
      setRows((before) => {
        const next = new Map(before)
        if (all.every((row) => before.has(row.id))) for (const row of all) next.delete(row.id)
        else for (const row of all) next.set(row.id, row)
        return next
      }),
    [],
  )
  const clear = useCallback(() => setRows(new Map()), [])
  return useMemo(
    () => ({ rows, has: (id) => rows.has(id), toggle, toggleAll, add, clear }),
    [rows, toggle, toggleAll, add, clear],
  )
}
