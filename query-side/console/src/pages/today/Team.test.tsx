import { screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { SessionContext } from '../../session/session'
import { show } from '../../test/render'
import { Team } from './Team'

afterEach(() => vi.unstubAllGlobals())

const planned = (id: string, cause: string, by: string, from: string) => ({
  id,
  cause,
  from: [from],
  customers: 3,
  planned: { by, at: '2026-11-29T02:00:00Z' },
})

test('a manager is asked to approve what others planned for others, whatever the cause', async () => {
  const handovers = [
    planned('1', 'long_leave', 'user:other', 'r1'),
    planned('2', 'rotation', 'user:me', 'r2'),
  ]
  vi.stubGlobal('fetch', async (path: string) =>
    new Response(
      JSON.stringify(
        path.startsWith('/api/handovers') ? { handovers } : { today: '2026-11-29', counts: {}, due: [] },
      ),
    ),
  )
  const me = { actor: 'user:me', roles: ['manager'], teams: [], rights: [], scopes: [], expiresAt: '' }
  show(
    <SessionContext value={me as never}>
      <Team />
    </SessionContext>,
    'zh',
    { reps: [{ id: 'r1', name: '张敏' }, { id: 'r2', name: '王伟' }] },
  )

  expect(await screen.findByText('张敏的交接')).toBeTruthy()
  expect(screen.getByText(/^长期休假 · other/)).toBeTruthy()
  expect(screen.queryByText('王伟的交接')).toBeNull()
})
