import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, fireEvent, screen } from '@testing-library/react'
import { Navigate, Route, Routes } from 'react-router'
import { expect, test } from 'vitest'
import type { RuleVersion } from '../../api/rules'
import { SessionContext } from '../../session/session'
import { show } from '../../test/render'
import { Component } from './Rule'

const version = (number: number, days: number): RuleVersion => ({
  id: 'r1',
  version: number,
  name: 'Visits',
  rule: { kind: 'cadence', grades: ['A'], rhythm: { type: 'every-days', days }, media: [] },
  effectiveAt: '2026-01-01T00:00:00Z',
  recordedAt: '2026-01-01T00:00:00Z',
  event: `e${number}`,
  actor: 'user:alice',
})

// Those who wait for an answer are told at once, where a timer would have to be waited for.
notifyManager.setScheduler((tell) => tell())

function opened() {
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  const tell = (versions: RuleVersion[]) => queries.setQueryData(['rules', 'history', 'r1'], versions)
  tell([version(1, 14)])
  queries.setQueryData(['reps'], [])
  const admin = { actor: 'user:a', roles: ['admin'], teams: [], rights: [], scopes: [], expiresAt: '' }
  show(
    <QueryClientProvider client={queries}>
      <SessionContext value={admin as never}>
        <Routes>
          <Route path="/" element={<Navigate to="/rules/r1" />} />
          <Route path="/rules/:id" element={<Component />} />
        </Routes>
      </SessionContext>
    </QueryClientProvider>,
  )
  return tell
}

const another = [version(1, 14), version(2, 30)]
const value = (label: RegExp) => screen.getByLabelText<HTMLInputElement>(label).value

test('what was typed outlives the version that another sets meanwhile', () => {
  const tell = opened()
  fireEvent.change(screen.getByLabelText(/^Why/), { target: { value: 'they order weekly' } })
  act(() => void tell(another))

  expect(value(/^Why/)).toBe('they order weekly')
  expect(screen.queryByText(/version 2/i)).toBeNull()
})

test('who has changed nothing sees the latest version', () => {
  const tell = opened()
  act(() => void tell(another))

  expect(screen.getByDisplayValue('30')).toBeTruthy()
})
