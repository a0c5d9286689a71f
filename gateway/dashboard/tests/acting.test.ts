import { afterEach, expect, it, vi } from 'vitest'
import { acting } from '@/api/client'

afterEach(() => vi.unstubAllGlobals())

it('names every act once, by a code that people can copy, also on an intranet without TLS, where browsers have no randomUUID', () => {
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
  const keys = [acting()['Idempotency-Key'], acting()['Idempotency-Key']]
  expect(keys.every((key) => /^[A-Z2-7]{16}$/.test(key ?? ''))).toBe(true)
  expect(keys[0]).not.toBe(keys[1])
})

it('says which version was read', () => expect(acting(3)['If-Match']).toBe('"3"'))
