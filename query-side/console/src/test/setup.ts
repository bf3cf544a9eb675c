import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

afterEach(cleanup)

// What jsdom lacks and the components ask for.
window.matchMedia = (query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }) as unknown as MediaQueryList

class Observer {
  constructor(private readonly seen: (entries: unknown[]) => void) {}
  observe(target: Element) {
    const contentRect = { width: 1124, height: 500, top: 0, left: 0 }
    this.seen([{ target, contentRect, borderBoxSize: [{ inlineSize: 1124, blockSize: 500 }] }])
  }
  unobserve() {}
  disconnect() {}
}
window.ResizeObserver = Observer as unknown as typeof ResizeObserver
Element.prototype.scrollIntoView = () => undefined
Element.prototype.setPointerCapture = () => undefined
window.CSS ??= {} as typeof CSS
window.CSS.escape ??= (text) => text.replace(/["\\]/g, '\\$&')
// Sizes are told in the next frame: here that is at once.
window.requestAnimationFrame = (frame) => {
  frame(performance.now())
  return 0
}
// Where a test lets them come later, by a timer: a frame of what is gone must not begin anything.
window.cancelAnimationFrame = (frame) => window.clearTimeout(frame)

// Text areas that grow with their text measure it anew once fonts have come.
Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true })
