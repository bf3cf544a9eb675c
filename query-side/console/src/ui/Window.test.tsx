import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { beforeEach, expect, test, vi } from 'vitest'
import { show } from '../test/render'
import { Window } from './Window'

// A machine that builds beside the tests is slow, not wrong.
const PATIENCE = { timeout: 5_000 }

// Dialogs move in, which takes frames that come later.
beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) =>
    window.setTimeout(() => frame(performance.now())),
  )
})

function Opener() {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <button onClick={() => setOpened(true)}>open</button>
      {opened && (
        <Window onClose={() => setOpened(false)} title="asks">
          <input aria-label="answer" data-autofocus />
        </Window>
      )}
    </>
  )
}

test('whoever opened a window is back where they were once it has closed', async () => {
  show(<Opener />)
  screen.getByRole('button', { name: 'open' }).focus()
  await userEvent.keyboard('{Enter}')
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('answer')), PATIENCE)
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByLabelText('answer')).toBeNull(), PATIENCE)
  await waitFor(
    () => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'open' })),
    PATIENCE,
  )
})
