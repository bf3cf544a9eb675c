import { useQuery } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { show } from '../test/render'
import { Behind } from './Behind'

function Asking({ what }: { what: string }) {
  const { error } = useQuery({ queryKey: [what], queryFn: () => Promise.reject(new Error()), retry: false })
  return error && <p>{what} failed</p>
}

test('choices that are missing are told, unless their page does not come at all and says so itself', async () => {
  const { unmount } = show(<><Behind /><Asking what="pools" /></>)
  await screen.findByText('pools failed')
  expect(await screen.findByRole('status')).toBeTruthy()
  unmount()

  show(<><Behind /><Asking what="pools" /><Asking what="views" /></>)
  await screen.findByText('pools failed')
  await screen.findByText('views failed')
  expect(screen.queryByRole('status')).toBeNull()
})
