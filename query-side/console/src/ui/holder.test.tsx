import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { show } from '../test/render'
import { HolderName } from './holder'

test.each([
  ['华南公海', '华南公海'],
  ['north', '公海 north'],
])('the pool %s is called %s', (pool, name) => {
  show(<HolderName holder={{ pool }} />, 'zh')

  expect(screen.getByText(name)).toBeTruthy()
})
