import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { customerAt } from '../../life/customer'
import { lifeOf } from '../../life/definition'
import type { Recorded } from '../../life/events'
import { instant } from '../../life/time'
import { SessionContext, type Session } from '../../session/session'
import { show } from '../../test/render'
import { Others } from './Parts'

test('of who is responsible without an end it is said since when', () => {
  const at = instant('2026-11-01T09:00:00Z')
  const happened = [
    ['customer.registered', { kind: 'outlet', fields: {}, externalIds: [], holder: { rep: 'r' } }],
    ['collaborator.added', { collaborator: 'c', rep: 's' }],
  ].map(([name, event], i) => ({
    eventId: `e${i}`,
    name,
    event,
    recordedAt: at,
    effectiveAt: at,
    actor: 'user:a',
    channel: 'api',
    version: i + 1,
  })) as unknown as Recorded[]
  show(
    <SessionContext value={{ rights: [] } as unknown as Session}>
      <Others version={2} customer={customerAt(lifeOf(happened), at, at)} isNow onAct={() => undefined} />
    </SessionContext>,
  )
  expect(screen.getByText('since 1 Nov 2026')).toBeTruthy()
})
