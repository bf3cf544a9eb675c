import { useEffect, useRef } from 'react'

/**
 * The same act, once until it has been drawn what came of it: a key is pressed twice sooner than a
 * button is seen to be busy.
 */
export function useOnce(act: () => void): () => void {
  const pressed = useRef(false)
  useEffect(() => {
    pressed.current = false
  })
  return () => {
    if (pressed.current) return
    pressed.current = true
    act()
  }
}
