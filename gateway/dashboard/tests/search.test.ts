import { describe, expect, it } from 'vitest'
import { hitsOf, type Found } from '@/model/search'

const found: Found = {
  places: [
    { code: '990101003000', name: '白鹭镇', level: 'township', within: '松柏县', ended: false },
    { code: '990101003201', name: '白鹭村', level: 'village', within: '白鹭镇 松柏县', ended: true },
  ],
  bodies: [{ code: '990101-MZJ', name: '县民政局', active: false }],
  rules: [{ code: 'LST-03', category: 'c', name: '限时答复', severity: 's', source: '某文件', provenance: 'found' }],
  records: [
    {
      id: '0197',
      kind: 'letters',
      title: '提醒整改函',
      name: '白鹭镇',
      number: '松减督函〔2026〕1号',
      region: '990101003000',
      region_name: '白鹭镇',
      href: '/api/supervision/v1/letters/0197',
      rank: 0,
    },
  ],
  more: [],
  missing: [],
}

describe('what a search found', () => {
  it('leads a township to its board only where the reader has one', () => {
    expect(hitsOf(found, true)[0]?.to).toBe('/townships/990101003000')
    expect(hitsOf(found, false)[0]?.to).toBe('/desk/directory/regions/990101003000')
  })
  it('says what has ended, and where a record is', () => {
    const [, village, body, letter, rule] = hitsOf(found, true)
    expect(village?.detail).toBe('白鹭镇 松柏县 · 990101003201 · 已停用')
    expect(body?.detail).toBe('990101-MZJ · 已停用')
    expect(letter).toMatchObject({ kind: '提醒整改函', to: '/desk/supervision/letters/0197' })
    expect(letter?.detail).toBe('松减督函〔2026〕1号 · 白鹭镇')
    expect(rule?.to).toBeUndefined()
  })
})
