import type { CustomerFilter } from '../../api/queries'

/** What of the address is a question to the service; the rest is how its answer is shown. */
const ASKED = new Set(['q', 'owner', 'pool', 'holder', 'grade', 'region', 'kind', 'box', 'sort'])

export function filterOf(params: URLSearchParams): CustomerFilter {
  const filter: Record<string, string> = {}
  for (const [name, value] of params) {
    if (value && (ASKED.has(name) || name.startsWith('field.'))) filter[name] = value
  }
  return filter
}

/** How many filters stand in the address beside what is typed and the order. */
export const filtersIn = (filter: CustomerFilter): number =>
  Object.keys(filter).filter((name) => name !== 'sort' && name !== 'q').length

/** The columns that are shown; the address names them only where they are not the usual ones. */
export const USUAL = ['name', 'grade', 'holder', 'region', 'phone', 'updated']

export function columnsOf(params: URLSearchParams): string[] {
  const named = params.get('columns')?.split(',').filter(Boolean) ?? []
  return named.length > 0 ? ['name', ...named.filter((it) => it !== 'name')] : USUAL
}

export interface SavedView {
  name: string
  /** As it stands behind the `?`. */
  search: string
}

/**
 * Views are kept in the browser, by account: a view is an address and nothing else, so whoever
 * wants it elsewhere takes the address there, and the service keeps nothing about anybody's habits.
 */
const kept = (actor: string) => `custody.views.${actor}`

export function savedViews(actor: string): SavedView[] {
  try {
    return JSON.parse(window.localStorage.getItem(kept(actor)) ?? '[]') as SavedView[]
  } catch {
    return []
  }
}

export function saveView(actor: string, view: SavedView): SavedView[] {
  const views = [...savedViews(actor).filter((it) => it.name !== view.name), view]
  window.localStorage.setItem(kept(actor), JSON.stringify(views))
  return views
}

export function forgetView(actor: string, name: string): SavedView[] {
  const views = savedViews(actor).filter((it) => it.name !== name)
  window.localStorage.setItem(kept(actor), JSON.stringify(views))
  return views
}
