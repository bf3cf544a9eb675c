import { isErased, type Personal } from '../life/events'
import type { Words } from '../i18n'

/** Personal text for people: erased data says that it was erased. */
export function personal(text: Personal<string> | undefined, t: Words['t']): string {
  if (text === undefined) return '—'
  return isErased(text) ? t('common.erased') : text
}
