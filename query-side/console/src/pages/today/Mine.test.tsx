import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { show } from '../../test/render'
import { Mine } from './Mine'

afterEach(() => vi.unstubAllGlobals())

const entry = (id: string, name: string) => ({
  id, kind: 'date', when: 'today', on: '2026-11-29', customer: id, name, detail: 'birthday',
})

test('whoever settles one thing by the keyboard is at the next one', async () => {
  let entries = [entry('a', 'Amber'), entry('b', 'Birch'), entry('c', 'Cedar')]
  vi.stubGlobal('fetch', async (path: string, { method }: RequestInit) => {
    if (method === 'POST') {
      entries = entries.filter((it) => !path.includes(`/${it.id}/`))
      return new Response('{}')
    }
    return Response.json({ today: '2026-11-29', position: 1, counts: { today: entries.length }, entries })
  })
  show(<Mine />)
  const done = (name: string) => screen.findByRole('button', { name: new RegExp(`^Done: .*${name}$`) })

  ;(await done('Birch')).focus()
  await userEvent.keyboard('{Enter}')
  await waitFor(async () => expect(document.activeElement).toBe(await done('Cedar')))
  await userEvent.keyboard('{Enter}')
  await waitFor(async () => expect(document.activeElement).toBe(await done('Amber')))
})
