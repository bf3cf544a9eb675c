import { afterEach, expect, test, vi } from 'vitest'
import { nameQuery } from './names'

afterEach(() => {
  vi.unstubAllGlobals()
})

test('however many names are asked for, no address is longer than the service takes', async () => {
  const addresses: string[] = []
  vi.stubGlobal('fetch', async (address: string) => {
    addresses.push(address)
    const ids = new URL(address, 'http://localhost').searchParams.get('ids')!.split(',')
    return new Response(
      JSON.stringify({ customers: ids.map((id) => ({ id, fields: { name: `Shop ${id}` } })) }),
    )
  })
  const ids = Array.from({ length: 350 }, () => crypto.randomUUID())
  const names = await Promise.all(ids.map((id) => nameQuery(id).queryFn()))

  expect(names).toEqual(ids.map((id) => `Shop ${id}`))
  expect(Math.max(...addresses.map((it) => it.length))).toBeLessThan(6_000)
})
