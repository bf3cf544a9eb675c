import { createContext, useContext, useMemo, useState, type ReactNode } from 'react'
import { setSession } from '../api/client'
import { useWords } from '../i18n'

const REMEMBERED = 'custody.actor'
export const DEFAULT_ACTOR = 'user:console'

interface Acting {
  /** As the service names it: `rep:<id>`, `user:<name>`. */
  actor: string
  setActor: (actor: string) => void
}

const Context = createContext<Acting>({ actor: DEFAULT_ACTOR, setActor: () => undefined })

/** Who acts is chosen, not proven: it stands in for signing in until access control does. */
export function ActorProvider({ children }: { children: ReactNode }) {
  const { language } = useWords()
  const [actor, setActor] = useState(
    () => window.localStorage.getItem(REMEMBERED) ?? DEFAULT_ACTOR,
  )
  // Before any child asks the service for something.
  setSession({ actor, language })
  const acting = useMemo<Acting>(
    () => ({
      actor,
      setActor: (next) => {
        window.localStorage.setItem(REMEMBERED, next)
        setActor(next)
      },
    }),
    [actor],
  )
  return <Context value={acting}>{children}</Context>
}

export const useActor = (): Acting => useContext(Context)
