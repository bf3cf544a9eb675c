import { ApiProblem, problemOf, UNREACHABLE } from './problem'

type Query = Record<string, string | number | boolean | undefined>

export interface Options {
  query?: Query
  body?: unknown
  /** The version that the change was made on; `*` where it shall hold whatever was changed meanwhile. */
  ifMatch?: number | '*'
  /** Tells a repetition from a second wish; made anew when left out. */
  idempotencyKey?: string
  signal?: AbortSignal | undefined
}

let language = 'en'

/** In which language the service shall answer. */
export function setLanguage(next: string): void {
  language = next
}

let signInAgain: ((refusal: ApiProblem) => Promise<boolean>) | undefined

/**
 * What to do when the session has ended under somebody's hands. Resolves to true once there is one
 * again: what was asked is then asked again, so that nothing typed is lost.
 */
export function onSessionEnd(next: typeof signInAgain): void {
  signInAgain = next
}

let reason = ''

/** Why the user looks at personal data; goes on record with every look. Empty = not said. */
export function setReason(next: string): void {
  reason = next
}

/** What was answered without a reason is masked; once one is said, everything is asked for anew. */
export const isReasonSaid = (): boolean => reason !== ''

let sayWhy: (() => Promise<boolean>) | undefined

/**
 * What to do when something is shown to those only who say why they look. Resolves to true once
 * they have; what was asked is then asked again.
 */
export function onReasonMissing(next: typeof sayWhy): void {
  sayWhy = next
}

/**
 * The keys of what was asked for without an answer: it may have been done all the same. Asked for
 * again as it was, it is the same wish, and not done twice.
 */
const unanswered = new Map<string, string>()

let changedAt = -Infinity

/** To be called when something was changed in our name other than by a command of this page. */
export function changedNow(): void {
  changedAt = performance.now()
}

/** Longer than any view takes to follow, in milliseconds. */
const FOLLOWED_AFTER = 60_000

/** Who wants to know how far something is does not wait until it is done. */
const OF_NO_VIEW = /^\/api\/(operations|views|jobs|session)/

/** Addresses that answer 401 for reasons of their own. */
const SIGNING_IN = '/api/session'

/** Only our own pages can read it: it tells their requests from forged ones. */
function csrfToken(): string | undefined {
  return /(?:^|; )custody_csrf=([^;]+)/.exec(document.cookie)?.[1]
}

/** 128 random bits; `crypto.randomUUID` is missing where the console is not served by HTTPS. */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}

/** Parameters that may hold somebody's name or number: addresses are kept in too many places. */
const PERSONAL = ['q', 'searched']

function divided(query: Query = {}): [seen: Query, unseen: Query] {
  const all = Object.entries(query)
  const part = (personal: boolean) =>
    Object.fromEntries(all.filter(([name]) => PERSONAL.includes(name) === personal))
  return [part(false), part(true)]
}

export function url(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') params.set(name, String(value))
  }
  const text = params.toString()
  return text ? `${path}?${text}` : path
}

async function send(
  method: string,
  path: string,
  accept: string,
  options: Options,
  upToNow = true,
): Promise<Response> {
  const headers: Record<string, string> = {
    Accept: `${accept}, application/problem+json`,
    'Accept-Language': language,
  }
  const csrf = csrfToken()
  if (method !== 'GET' && csrf) headers['X-CSRF-Token'] = csrf
  if (reason) headers['Custody-Reason'] = encodeURIComponent(reason)
  const [seen, unseen] = divided(options.query)
  const hidden = url('', unseen).slice(1)
  if (hidden) headers['Custody-Query'] = hidden
  // Who has just changed something is not shown how it was before, in no list and in no sum.
  const followed = performance.now() - changedAt > FOLLOWED_AFTER || OF_NO_VIEW.test(path)
  if (method === 'GET' && upToNow && !followed) headers['Custody-At-Least'] = 'now'
  if (options.ifMatch !== undefined) {
    headers['If-Match'] = options.ifMatch === '*' ? '*' : `"${options.ifMatch}"`
  }
  const wish = `${url(path, options.query)} ${JSON.stringify(options.body)}`
  if (method === 'POST') {
    options.idempotencyKey ??= unanswered.get(wish) ?? randomKey()
    headers['Idempotency-Key'] = options.idempotencyKey
  }
  const init: RequestInit = { method, headers }
  if (options.signal) init.signal = options.signal
  if (options.body instanceof FormData) init.body = options.body
  else if (options.body !== undefined) {
    headers['Content-Type'] =
      method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    init.body = JSON.stringify(options.body)
  }
  let response: Response | undefined
  try {
    response = await reached(fetch(url(path, seen), init))
  } finally {
    // Of two files it cannot be said whether they are the same.
    if (method === 'POST' && !(options.body instanceof FormData)) {
      if (response && response.status < 500) unanswered.delete(wish)
      else unanswered.set(wish, options.idempotencyKey!)
    }
  }
  if (response.ok) {
    if (method !== 'GET') changedNow()
    return response
  }
  const problem = await problemOf(response)
  if (response.status === 401 && path !== SIGNING_IN && signInAgain && (await signInAgain(problem))) {
    return send(method, path, accept, options)
  }
  if (problem.code === 'look-reason-missing' && sayWhy && (await sayWhy())) {
    return send(method, path, accept, options)
  }
  // Views that are seconds behind are being built anew; their lists are better than none.
  if (problem.code === 'not-yet-visible' && headers['Custody-At-Least']) {
    return send(method, path, accept, options, false)
  }
  throw problem
}

/** What a connection that breaks off is to whoever asked, also in the middle of an answer. */
const reached = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((e: unknown) => {
    if (e instanceof DOMException && e.name === 'AbortError') throw e
    throw new ApiProblem(0, UNREACHABLE, '', '', {}, undefined)
  })

export async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const response = await send(method, path, 'application/json', options)
  return (response.status === 204 ? undefined : await reached(response.json())) as T
}

/** An answer as a file: to take something along is a right of its own, which is counted and on record. */
export async function file(path: string, accept: string, options: Options = {}): Promise<File> {
  const response = await send('GET', path, accept, options)
  const name =
    /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'custody'
  return new File([await reached(response.blob())], name)
}

/** Has the browser save an answer as a file, under the name that the service gives it. */
export async function download(path: string, accept: string, options: Options = {}): Promise<string> {
  const answer = await file(path, accept, options)
  save(answer, answer.name)
  return answer.name
}

export function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

/** Reads a stream of JSON lines as they come. */
export async function* lines<T>(path: string, options: Options = {}): AsyncGenerator<T> {
  const response = await send('GET', path, 'application/x-ndjson', options)
  if (!response.body) return
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reached(reader.read())
    rest += value ?? ''
    const complete = rest.split('\n')
    rest = done ? '' : complete.pop()!
    for (const line of complete) if (line.trim()) yield JSON.parse(line) as T
    if (done) return
  }
}
