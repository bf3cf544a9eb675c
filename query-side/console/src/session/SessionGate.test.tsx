import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { request } from '../api/client'
import { show } from '../test/render'
import { SessionGate } from './SessionGate'
import { useSession } from './session'

type Answer = [status: number, body: unknown]

const ALICE = {
  actor: 'user:alice',
  roles: ['manager'],
  teams: ['*'],
  rights: [],
  expiresAt: new Date(Date.now() + 900_000).toISOString(),
}
const ENDED: Answer = [401, { code: 'session-ended', title: 'The session has ended' }]

/** Answers in turn, per method and path; the last one again and again. */
function service(answers: Record<string, Answer[]>) {
  const asked: { what: string; headers: Record<string, string>; body: string }[] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const what = `${init.method} ${path}`
    asked.push({
      what,
      headers: init.headers as Record<string, string>,
      body: String(init.body ?? ''),
    })
    const left = answers[what]!
    const [status, body] = left.length > 1 ? left.shift()! : left[0]!
    return new Response(JSON.stringify(body), { status })
  })
  return asked
}

// Dialogs move in, which takes frames that come later.
beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) =>
    window.setTimeout(() => frame(performance.now())),
  )
})

afterEach(() => {
  vi.unstubAllGlobals()
  document.cookie = 'custody_csrf=; max-age=0'
})

function Inside() {
  const { actor } = useSession()
  return (
    <>
      <p>hello {actor}</p>
      <textarea aria-label="note" />
      <button onClick={() => void request('POST', '/api/notes', { body: { text: 'a' } })}>
        save
      </button>
    </>
  )
}

async function signIn() {
  await userEvent.type(await screen.findByLabelText(/User name/), 'alice')
  await userEvent.type(screen.getByLabelText(/^Password/), 'correct horse battery')
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }))
}

test('who comes to sign in begins to type at once', async () => {
  service({ 'GET /api/session': [[401, { code: 'unauthenticated', title: 'Nobody has signed in' }]] })
  show(<SessionGate>inside</SessionGate>)
  expect(await screen.findByRole('textbox', { name: /User/ })).toBe(document.activeElement)
})

test('nobody sees anything before signing in', async () => {
  service({ 'GET /api/session': [ENDED, [200, ALICE]], 'POST /api/session': [[200, ALICE]] })
  show(
    <SessionGate>
      <Inside />
    </SessionGate>,
  )
  await screen.findByRole('heading', { name: 'Sign in' })
  expect(screen.queryByText(/hello/)).toBeNull()

  await signIn()

  await screen.findByText('hello user:alice')
})

test('a wrong password is told, and nothing is shown', async () => {
  service({
    'GET /api/session': [ENDED],
    'POST /api/session': [[401, { code: 'sign-in-refused', title: 'Name or password is wrong' }]],
  })
  show(
    <SessionGate>
      <Inside />
    </SessionGate>,
  )
  await signIn()

  await screen.findByText('Name or password is wrong')
  expect(screen.queryByText(/hello/)).toBeNull()
})

test('a session that ends is taken up again where it was, with all that was typed', async () => {
  document.cookie = 'custody_csrf=its-own'
  const asked = service({
    'GET /api/session': [[200, ALICE]],
    'POST /api/notes': [ENDED, [200, {}]],
    'POST /api/session': [[200, ALICE]],
  })
  show(
    <SessionGate>
      <Inside />
    </SessionGate>,
  )
  await userEvent.type(await screen.findByLabelText('note'), 'typed for long')
  await userEvent.click(screen.getByText('save'))
  await screen.findByText('Your session has ended')

  await signIn()

  await vi.waitFor(() => {
    const saved = asked.filter((it) => it.what === 'POST /api/notes')
    expect(saved).toHaveLength(2)
    expect(saved[1]!.headers['Idempotency-Key']).toBe(saved[0]!.headers['Idempotency-Key'])
    expect(saved[1]!.headers['X-CSRF-Token']).toBe('its-own')
  })
  expect(screen.getByLabelText<HTMLTextAreaElement>('note').value).toBe('typed for long')
})

test('with a provider, signing in leads there and back to where one was', async () => {
  service({
    'GET /api/session': [
      [401, { code: 'credentials-missing', title: 'x', signInAt: '/api/sign-in/provider' }],
    ],
  })
  const assign = vi.fn()
  vi.stubGlobal('location', { ...window.location, pathname: '/pool', search: '?q=tea', assign })
  show(<SessionGate>inside</SessionGate>)
  await userEvent.click(await screen.findByRole('button', { name: 'Sign in with the company account' }))
  expect(assign).toHaveBeenCalledWith('/api/sign-in/provider?next=%2Fpool%3Fq%3Dtea')
  expect(screen.queryByLabelText('Password')).toBeNull()
})

test('a session of a provider that ends is continued in a window of its own', async () => {
  const refused: Answer = [401, { code: 'token-expired', title: 'x', signInAt: '/api/sign-in/provider' }]
  service({
    'GET /api/session': [[200, ALICE]],
    'POST /api/notes': [refused, [200, {}]],
  })
  const open = vi.fn()
  vi.stubGlobal('open', open)
  show(
    <SessionGate>
      <Inside />
    </SessionGate>,
  )
  await userEvent.type(await screen.findByLabelText('note'), 'typed')
  await userEvent.click(screen.getByRole('button', { name: 'save' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Sign in with the company account' }))
  expect(open).toHaveBeenCalledWith('/api/sign-in/provider', '_blank', expect.any(String))
  await screen.findByText('hello user:alice')
  expect((screen.getByLabelText('note') as HTMLTextAreaElement).value).toBe('typed')
})
