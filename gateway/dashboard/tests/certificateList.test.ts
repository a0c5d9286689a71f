import { describe, expect, it } from 'vitest'
import { holds } from '@/model/certificateList'

const ITEMS = [
  { code: 'FC05', name: '无违法犯罪记录证明' },
  { code: 'FC01', name: '亲属关系证明' },
]

describe('looking for a certificate', () => {
  it('finds it by signs in their order, whatever is left out', () => {
    expect(holds(ITEMS, '无犯罪 证明').map((item) => item.code)).toEqual(['FC05'])
    expect(holds(ITEMS, '关系亲').length).toBe(0)
  })

  it('shows all while nothing is looked for', () => {
    expect(holds(ITEMS, ' ').length).toBe(2)
  })
})
