import { describe, expect, it } from 'vitest'
import { onAxis, outline } from '@/model/radar'

describe('a radar with five axes', () => {
  it('has its first axis pointing up and goes clockwise', () => {
    expect(onAxis(0, 5, 1)).toEqual({ x: 0, y: -100 })
    expect(onAxis(1, 5, 1).x).toBeGreaterThan(0)
    expect(onAxis(4, 5, 1).x).toBeLessThan(0)
  })
  it('draws a point of no share in the centre and a full one at the end', () => {
    expect(outline([1, 0, 0, 0, 0])).toBe('0,-100 0,0 0,0 0,0 0,0')
  })
})
