import { Notifications, notifications } from '@mantine/notifications'
import { fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { customerAt } from '../../life/customer'
import { lifeOf } from '../../life/definition'
import { show } from '../../test/render'
import { amendFollowUp } from './actions'
import { Dialogs } from './Dialogs'

// A machine that builds beside the tests is slow, not wrong.
const PATIENCE = { timeout: 15_000 }

// Dialogs move in, which takes frames that come later.
beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) =>
    window.setTimeout(() => frame(performance.now())),
  )
})

afterEach(() => {
  vi.unstubAllGlobals()
  notifications.clean()
})

/** A follow-up that is changed, by a service that answers with these events. */
function change(events: string[]) {
  const sent: unknown[] = []
  vi.stubGlobal('fetch', async (_path: string, init: RequestInit) => {
    sent.push(JSON.parse(String(init.body)))
    return new Response(JSON.stringify({ id: 'a', version: 7, events }))
  })
  const action = amendFollowUp('f', { medium: 'call', occurredAt: 0, summary: '两箱' } as never, 7)
  show(
    <>
      <Notifications />
      <Dialogs
        id="a"
        version={7}
        dialog={{ kind: 'act', action }}
        present={customerAt(lifeOf([]), 0, 0)}
        close={() => undefined}
      />
    </>,
  )
  return sent
}

test('what is typed is what is recorded', async () => {
  const sent = change(['e'])
  fireEvent.change(await screen.findByLabelText(/What was said/), { target: { value: '三箱' } })
  fireEvent.change(screen.getByLabelText(/Next step/), { target: { value: '送样品' } })
  fireEvent.click(screen.getByRole('button', { name: 'Save' }))
  await screen.findByText('Recorded.', {}, PATIENCE)
  expect(sent).toEqual([{ summary: '三箱', nextStep: { what: '送样品', due: null } }])
})

test('who presses twice at once sends it once', async () => {
  const sent = change(['e'])
  const save = await screen.findByRole('button', { name: 'Save' })
  fireEvent.click(save)
  fireEvent.click(save)
  await screen.findByText('Recorded.', {}, PATIENCE)
  expect(sent).toHaveLength(1)
})

test('what changed nothing is not said to be recorded', async () => {
  change([])
  fireEvent.click(await screen.findByRole('button', { name: 'Save' }))
  await screen.findByText(/nothing was recorded/, {}, PATIENCE)
  expect(screen.queryByText('Recorded.')).toBeNull()
})
