import { render, screen } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import { useSize } from './useSize'

function Measured() {
  const { ref, width } = useSize<HTMLOutputElement>()
  return <output ref={ref}>{width}</output>
}

test('the size is there before the next frame, in which the observer tells it', () => {
  vi.stubGlobal('requestAnimationFrame', () => 0)
  Element.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 900, 40)
  render(<Measured />)

  expect(screen.getByRole('status').textContent).toBe('900')
})
