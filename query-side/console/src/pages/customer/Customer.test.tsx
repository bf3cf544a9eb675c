import { screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { show } from '../../test/render'
import { Component } from './Customer'

test('the page says what it is before the customer is there', () => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  show(<Component />, 'zh')

  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('客户')
})
