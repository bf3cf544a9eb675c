import { useElementSize } from '@mantine/hooks'
import { useCallback, useState } from 'react'

/**
 * How large an element is, in pixels. It is told before the first paint, where the observer alone
 * tells it a frame later and all that was drawn by it jumps.
 */
export function useSize<T extends HTMLElement = HTMLDivElement>() {
  const { ref: observe, width, height } = useElementSize<T>()
  const [first, setFirst] = useState({ width: 0, height: 0 })
  const ref = useCallback(
    (element: T | null) => {
      if (element) {
        const { width, height } = element.getBoundingClientRect()
        setFirst({ width, height })
      }
      observe(element)
    },
    [observe],
  )
  return { ref, width: width || first.width, height: height || first.height }
}
