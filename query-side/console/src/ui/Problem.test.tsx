import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { problemOf } from '../api/problem'
import { show } from '../test/render'
import { Problem, Problems } from './Problem'

const proxy = (status: number) => problemOf(new Response('<html>', { status }))

test.each([
  [401, 'You have no access to this'],
  [403, 'You have no access to this'],
  [404, 'This is not there'],
  [413, 'This is too large'],
  [400, 'This was not accepted'],
  [503, 'The service is busy or starting'],
  [500, 'The service made a mistake'],
])('what a proxy answers without words, %i, is told by its status', async (status, title) => {
  show(<Problem error={await proxy(status)} />)

  expect(screen.getByRole('alert').textContent).toContain(title)
})

test('it is told in Chinese, too', async () => {
  show(<Problem error={await proxy(403)} />, 'zh')

  expect(screen.getByRole('alert').textContent).toContain('没有访问权限')
})

test('the words of the service come first', async () => {
  const answer = Response.json(
    { code: 'not-owner', title: 'Not yours', detail: 'Ask Li Lei.' },
    { status: 403 },
  )
  show(<Problem error={await problemOf(answer)} />)

  expect(screen.getByRole('alert').textContent).toContain('Not yoursAsk Li Lei.')
})

test('what keeps several parts of a page from coming is said once, and all of them are asked for anew', async () => {
  const asked: string[] = []
  const part = (name: string, error: unknown, data?: unknown) => ({
    data,
    error,
    refetch: async () => asked.push(name),
  })
  const busy = await proxy(503)
  show(
    <Problems
      of={[part('views', busy), part('jobs', busy), part('there', busy, {}), part('fine', null, {})]}
    />,
  )

  fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
  expect(asked).toEqual(['views', 'jobs'])
})
