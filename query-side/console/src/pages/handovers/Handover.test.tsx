import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import { Navigate, Route, Routes } from 'react-router'
import { afterEach, expect, test, vi } from 'vitest'
import { show } from '../../test/render'
import { Component } from './Handover'

afterEach(() => vi.unstubAllGlobals())

function opened(cause: string, status = 'cancelled', step = 'move') {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  queries.setQueryData(['reps'], [])
  const handover = {
    id: 'h1', version: 3, status, cause, from: ['r1'], opened: { by: 'user:a', at: '2026-11-29T02:00:00Z' },
    plan: status === 'open' ? 0 : 1, customers: 0, unplaced: 0, moved: 0, failed: 0, returned: 0, kept: 0,
  }
  queries.setQueryData(['handover', 'h1', 'case'], { handover, remaining: 0, entries: [] })
  show(
    <QueryClientProvider client={queries}>
      <Routes>
        <Route path="/" element={<Navigate to={`/handovers/h1/${step}`} />} />
        <Route path="/handovers/:id/:step" element={<Component />} />
      </Routes>
    </QueryClientProvider>,
    'zh',
  )
  return screen.getByRole('heading', { level: 1 }).textContent
}

test('only the handover of somebody who leaves is called so', () => {
  expect(opened('leaving')).toBe('离职交接')
})

test.each(['rotation', 'long_leave', 'territory'])('a handover for %s is one of customers', (cause) => {
  expect(opened(cause)).toBe('客户交接')
})

test('whoever cannot go on with a plan is told what it lacks', () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('cut off')))
  opened('rotation', 'open', 'plan')

  expect(screen.getByRole<HTMLButtonElement>('button', { name: /^试算/ }).disabled).toBe(true)
  expect(screen.getByText(/添加规则，或指定其余客户的去向/)).toBeTruthy()
})
