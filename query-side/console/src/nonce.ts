/**
 * By this value the page's policy knows style elements that are ours. The service writes a new one
 * into each page it serves; in development there is none.
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? ''
}

// Where the library that holds a page still behind a dialog looks for it.
;(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce()
