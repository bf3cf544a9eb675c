import { lazy, type ComponentType } from 'react'

/** In milliseconds: what the page itself needs comes first. */
const AFTER = 3_000

/** A part of a page that comes after the page, so that it opens at once, without a connection too. */
export function part<P>(load: () => Promise<ComponentType<P>>) {
  const loaded = () => load().then((it) => ({ default: it }))
  window.setTimeout(() => void loaded().catch(() => undefined), AFTER)
  return lazy(loaded)
}
