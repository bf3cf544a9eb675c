import { act, fireEvent, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { show } from '../../test/render'
import { Component } from './Entry'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const field = (name: string) => ({
  name, type: 'text', personal: false, required: name === 'name', unique: false, maxLength: 200, choices: [],
  label: { en: name, zh: name },
})

/** The page, before a service that knows 龙井人家 already. */
function opened() {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    if (!path.startsWith('/api/customers/rehearsal')) return new Response('{"pools":[]}')
    asked.push(String(init.body))
    const refused = {
      code: 'duplicate-likely', detail: '', properties: { candidates: [{ id: 'c1' }] },
    }
    return new Response(JSON.stringify(String(init.body).includes('龙井人家') ? { refused } : {}))
  })
  show(<Component />, 'en', { fields: { customer: [field('name'), field('mail')], contact: [] } })
  return asked
}

test('whom a name is like is told while it is typed', async () => {
  vi.useFakeTimers()
  const asked = opened()
  const cell = screen.getByRole('textbox', { name: 'name, row 1' })
  fireEvent.change(cell, { target: { value: '龙井人家' } })
  await act(() => vi.advanceTimersByTimeAsync(1000))

  expect(asked).toHaveLength(1)
  expect(screen.getByText('Looks like a customer that is there already.')).toBeTruthy()
  fireEvent.keyDown(cell, { key: 'Escape' })
  expect(screen.queryByText('Looks like a customer that is there already.')).toBeNull()
})

test('whoever comes to enter customers can type at once', () => {
  opened()
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'name, row 1' }))
})
