import { useCallback, useRef } from 'react'
import { useLocation, useNavigation, useSearchParams, type SetURLSearchParams } from 'react-router'

/**
 * What the address asks for, and a way to change it. While another page is on its way it stays as it
 * is: a change that comes late, as those do that follow what is typed or dragged, would call whoever
 * leaves back.
 */
export function useSearch(): [URLSearchParams, SetURLSearchParams] {
  const [params, setParams] = useSearchParams()
  const { pathname } = useLocation()
  const next = useNavigation().location
  const leaving = useRef(false)
  leaving.current = next !== undefined && next.pathname !== pathname
  const set = useCallback<SetURLSearchParams>(
    (...change) => {
      if (!leaving.current) setParams(...change)
    },
    [setParams],
  )
  return [params, set]
}
