import { beforeAll, describe, expect, it } from 'vitest'
import { distrust, readCode } from '@/model/certificateCode'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const NUMBER = '990101001201-2026-AC06-00017-K'
const CODE = 'MZXW6YTBOI4DQMJS'
const OTHERS = 'NZXW6YTBOI4DQMJS'

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[parseInt(five.padEnd(5, '0'), 2)]).join('')
}

const made = async () => {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  return { pair, publicKey: btoa(String.fromCharCode(...raw)) }
}
let now: Awaited<ReturnType<typeof made>>
let before: Awaited<ReturnType<typeof made>>
beforeAll(async () => void ([now, before] = await Promise.all([made(), made()])))

async function signed(by: typeof now, layout = 'SB3'): Promise<string> {
  const lines = [layout, NUMBER, '2026-03-02', '2026-04-01', CODE, 'Z*', 'DIGEST', 'since=2019-03=3']
  const text = new TextEncoder().encode(lines.join('\n'))
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', by.pair.privateKey, text))
  return `#${base32(new Uint8Array([...text, ...signature]))}`
}
const keys = () => [now.publicKey, before.publicKey]

describe('the code on a certificate', () => {
  it('says all that is signed, by the key in use and by one that was replaced', async () => {
    for (const by of [now, before]) {
      expect(await readCode(await signed(by), keys())).toEqual({
        number: NUMBER,
        code: CODE,
        holder: 'Z*',
        issuedOn: '2026-03-02',
        validUntil: '2026-04-01',
        facts: [{ label: 'since', value: '2019-03=3' }],
      })
    }
  })

  it('is read in the layout before, and in no other', async () => {
    expect((await readCode(await signed(now, 'SB2'), keys()))?.code).toBe(CODE)
    expect(await readCode(await signed(now, 'SB9'), keys())).toBeNull()
  })

  it('is a stranger’s where no key of the county signed it', async () => {
    expect(await readCode(await signed(await made()), keys())).toBeNull()
    expect(await readCode('#nonsense!', keys())).toBeNull()
  })
})

describe('what is in hand beside what was looked up', () => {
  it('is trusted where both are one paper', async () => {
    const hand = await readCode(await signed(now), keys())
    expect(distrust(hand, CODE, NUMBER)).toBe('')
    expect(distrust(hand, 'MZXW-6YTB-OI4D-QMJS')).toBe('')
  })

  it('proves nothing where another code or another number was looked up, or nobody of the county signed', async () => {
    const hand = await readCode(await signed(now), keys())
    expect(distrust(hand, OTHERS)).toContain('另一份证明')
    expect(distrust(hand, CODE, NUMBER.replace('00017', '00018'))).toContain('另一份证明')
    expect(distrust(null, CODE, NUMBER)).toContain('不是本县出具')
  })
})
