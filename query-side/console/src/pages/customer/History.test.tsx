import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { lifeOf } from '../../life/definition'
import type { Recorded } from '../../life/events'
import { DAY } from '../../life/time'
import { show } from '../../test/render'
import { History } from './History'

const EVENTS = 50
const life = lifeOf(
  Array.from({ length: EVENTS }, (_, day) => ({
    eventId: `e${day}`,
    name: 'follow-up.recorded',
    event: { followUp: 'f', details: { medium: 'call', occurredAt: '', rep: 'r', summary: 'two boxes', outcome: 'reached' } },
    recordedAt: day * DAY,
    effectiveAt: day * DAY,
    actor: 'user:a',
    channel: 'api',
    version: day,
  })) as unknown as Recorded[],
)

const nothing = () => undefined

function tell(moving: boolean, target: { event: string } | null = null): number {
  show(
    <History
      id="a"
      life={life}
      asOf={EVENTS * DAY}
      knownAt={EVENTS * DAY}
      moving={moving}
      target={target}
      onAt={nothing}
      onVoid={nothing}
      onAmend={nothing}
    />,
  )
  return screen.getAllByRole('article').length
}

test('what nobody sees is told when the moment rests', () => {
  expect(tell(false)).toBe(EVENTS)
})

test('while the moment moves the window is filled, and no more', () => {
  window.innerHeight = 640
  tell(true)
  // Once it was shown, it is known how much there is room for.
  fireEvent.click(screen.getByLabelText('As we learned it'))
  expect(screen.getAllByRole('article').length).toBe(11)
})

test('what is looked for is there while the moment moves', () => {
  tell(true, { event: 'e3' })
  expect(document.activeElement?.id).toBe('event-e3')
})
