import { Notifications, notifications } from '@mantine/notifications'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { customerAt } from '../../life/customer'
import { lifeOf } from '../../life/definition'
import { show } from '../../test/render'
import { amendFollowUp } from './actions'
import { Dialogs } from './Dialogs'

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
  const summary = await screen.findByLabelText(/What was said/)
  await userEvent.clear(summary)
  await userEvent.type(summary, '三箱')
  await userEvent.type(screen.getByLabelText(/Next step/), '送样品')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await screen.findByText('Recorded.')
  expect(sent).toEqual([{ summary: '三箱', nextStep: { what: '送样品', due: null } }])
})

test('what changed nothing is not said to be recorded', async () => {
  change([])
  await userEvent.click(await screen.findByRole('button', { name: 'Save' }))
  await screen.findByText(/nothing was recorded/)
  expect(screen.queryByText('Recorded.')).toBeNull()
})
