import { act, render, screen } from '@testing-library/react'
import { createMemoryRouter, RouterProvider } from 'react-router'
import { expect, test } from 'vitest'
import { useSearch } from './useSearch'

test.each([
  ['after the departure is shown', true],
  ['before the departure is shown', false],
])('whoever is leaving is not called back by a change %s', async (_, shown) => {
  let late = () => {}
  function Here() {
    const [params, set] = useSearch()
    late = () => set({ q: 'late' }, { replace: true })
    return <h1>here {params.get('q')}</h1>
  }
  let arrive = () => {}
  const there = new Promise<{ Component: () => React.ReactNode }>((resolve) => {
    arrive = () => resolve({ Component: () => <h1>there</h1> })
  })
  const router = createMemoryRouter([
    { path: '/', Component: Here },
    { path: '/there', lazy: () => there },
  ])
  render(<RouterProvider router={router} />)
  await screen.findByText('here')
  await act(async () => late())
  await screen.findByText('here late')

  await act(async () => {
    void router.navigate('/there')
    if (!shown) late()
  })
  if (shown) await act(async () => late())
  await act(async () => arrive())
  await screen.findByText('there')
  expect(router.state.location.pathname).toBe('/there')
})
