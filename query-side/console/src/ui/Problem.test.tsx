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

test('what is wrong with fields is told by their names, with what to write instead', async () => {
  const errors = [
    { field: 'name', code: 'field-required', expected: 'a text' },
    { field: 'phone', code: 'field-invalid', expected: 'a phone number' },
    { field: 'gone', code: 'field-unknown', expected: 'name, phone' },
  ]
  const field = (name: string, type: string, zh: string) => ({ name, type, choices: [], maxLength: 9, label: { en: name, zh } })
  const fields = { customer: [field('name', 'text', '名称'), field('phone', 'phone', '电话')], contact: [] }
  const answer = Response.json({ code: 'fields-invalid', title: '字段不符合要求', errors }, { status: 422 })
  show(<Problem error={await problemOf(answer)} />, 'zh', { fields })

  expect(screen.getAllByRole('listitem').map((it) => it.textContent)).toEqual([
    '名称：不能为空',
    expect.stringMatching(/^电话：带区号的号码/),
    'gone：name, phone',
  ])
})

test('where the service lists what is wrong, the list is shown', async () => {
  const errors = [{ path: 'targets[0].key', expected: 'is required' }]
  const answer = Response.json({ code: 'mapping-invalid', title: 'x', detail: 'see errors', errors }, { status: 422 })
  show(<Problem error={await problemOf(answer)} />)

  expect(screen.getByRole('listitem').textContent).toBe('targets[0].key: is required')
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
