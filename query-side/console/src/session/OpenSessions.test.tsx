import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { show } from '../test/render'
import { OpenSessions } from './OpenSessions'
import { program } from './program'

afterEach(() => vi.unstubAllGlobals())

const HERE = {
  id: '1',
  current: true,
  startedAt: '2026-01-31T09:30:00Z',
  renewedAt: '2026-01-31T10:30:00Z',
  endsAt: '2026-01-31T21:30:00Z',
  address: '10.0.0.7',
  agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
}
const THERE = { ...HERE, id: '2', current: false, address: '10.9.9.9', agent: 'curl/8.5.0' }

test('a session that is not this one can be ended', async () => {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push(`${init.method} ${path}`)
    if (init.method === 'DELETE') return new Response(null, { status: 204 })
    const sessions = asked.some((it) => it.startsWith('DELETE')) ? [HERE] : [THERE, HERE]
    return new Response(JSON.stringify({ sessions }))
  })
  show(<OpenSessions />)
  await screen.findByText(/10\.9\.9\.9/)
  expect(screen.getByText('here')).toBeDefined()
  expect(screen.getAllByRole('button')).toHaveLength(1)

  await userEvent.click(screen.getByRole('button', { name: 'Sign out there: curl' }))

  await vi.waitFor(() => expect(screen.queryByText(/10\.9\.9\.9/)).toBeNull())
  expect(asked).toContain('DELETE /api/sessions/2')
  expect(screen.getByText(/10\.0\.0\.7/)).toBeDefined()
})

test('browsers are called what people call them', () => {
  expect(program(HERE.agent)).toBe('Firefox, Linux')
  expect(program('Java-http-client/25')).toBe('Java-http-client')
  expect(program('')).toBeUndefined()
})
