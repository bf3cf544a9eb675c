import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { show } from '../../test/render'
import { SearchBox } from './SearchBox'

// A machine that builds beside the tests is slow, not wrong.
const PATIENCE = { timeout: 5_000 }

/** An address that follows when it is told to, as a busy page's does. */
function Page({ asked }: { asked: string[] }) {
  const [address, setAddress] = useState('')
  return (
    <>
      <SearchBox value={address} onSearch={(q) => asked.push(q)} />
      <button onClick={() => setAddress(asked[0]!)}>follow</button>
      <button onClick={() => setAddress('elsewhere')}>link</button>
    </>
  )
}

test('what was typed meanwhile stays when the address follows late; a link says what is searched for', async () => {
  const asked: string[] = []
  show(<Page asked={asked} />)
  const box = screen.getByRole('textbox')
  await userEvent.type(box, '东')
  await waitFor(() => expect(asked).toEqual(['东']), PATIENCE)
  await userEvent.type(box, '方')
  await waitFor(() => expect(asked).toEqual(['东', '东方']), PATIENCE)
  await userEvent.click(screen.getByRole('button', { name: 'follow' }))
  expect(box).toHaveProperty('value', '东方')
  await userEvent.click(screen.getByRole('button', { name: 'link' }))
  await waitFor(() => expect(box).toHaveProperty('value', 'elsewhere'), PATIENCE)
  expect(asked).toEqual(['东', '东方'])
})
