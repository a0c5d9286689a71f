import { describe, expect, it } from 'vitest'
import { recompute } from '@/model/drawProof'
import proof from './drawProof.json'

const judged = async (changed: object, published = proof.commitment) => {
  const { asCommitted, asDrawn } = await recompute({ ...proof, ...changed }, published)
  return [asCommitted, asDrawn]
}

describe('a draw on a telephone', () => {
  it('comes out as the service drew it', async () => {
    expect(await judged({})).toEqual([true, true])
  })
  it('is not the one that was committed to when a letter of the frame or the kept value differs', async () => {
    expect((await judged({ frame: proof.frame.replace('洪水', '大水') }))[0]).toBe(false)
    expect((await judged({}, '0'.repeat(64)))[0]).toBe(false)
  })
  it('has other villages when somebody gives another number, or other people', async () => {
    expect(await judged({ public_value: '27182' })).toEqual([true, false])
    expect(await judged({ villages: proof.villages.slice().reverse() })).toEqual([true, false])
    expect(await judged({ teams: { ...proof.teams, '990101001000': [3, 2] } })).toEqual([true, false])
  })
})
