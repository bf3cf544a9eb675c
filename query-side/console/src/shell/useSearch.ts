import { useCallback, useContext } from 'react'
import {
  useLocation,
  useSearchParams,
  UNSAFE_DataRouterContext as DataRouterContext,
  type SetURLSearchParams,
} from 'react-router'

/**
 * What the address asks for, and a way to change it. Once another page is on its way it stays as it
 * is: a change that comes late, as those do that follow what is typed or dragged, would call whoever
 * leaves back.
 *
 * The router itself is asked: useNavigation() tells of a departure when React comes to render it,
 * which on a busy machine is after the late change.
 */
export function useSearch(): [URLSearchParams, SetURLSearchParams] {
  const [params, setParams] = useSearchParams()
  const { pathname } = useLocation()
  const router = useContext(DataRouterContext)?.router
  const set = useCallback<SetURLSearchParams>(
    (...change) => {
      const to = router?.state.navigation.location ?? router?.state.location
      if (to === undefined || to.pathname === pathname) setParams(...change)
    },
    [setParams, router, pathname],
  )
  return [params, set]
}
