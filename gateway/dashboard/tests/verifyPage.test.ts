import { createApp, type App } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import VerifyPage from '@/pages/VerifyPage.vue'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const CODE = 'MZXW6YTBOI4DQMJS'
const NUMBER = '990101001201-2026-AC06-00017-K'
const PAPER = {
  number: NUMBER,
  item_code: 'AC06',
  item_name: '居住情况证明',
  village: '前进村',
  state: 'valid',
  issued_on: '2026-03-02',
  valid_until: '2026-04-01',
  expired: false,
  not_yet: false,
  reason: null,
  replaced_by: null,
  copies: 2,
  says: '该编号的证明有效。请逐项核对。',
}
const requested: string[] = []
let pair: CryptoKeyPair
let publicKey: string
let app: App

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[parseInt(five.padEnd(5, '0'), 2)]).join('')
}

async function signed(code = CODE, key = pair.privateKey): Promise<string> {
  const lines = ['SB3', NUMBER, '2026-03-02', '2026-04-01', code, 'Z*', 'DIGEST', 'since=2019-03']
  const text = new TextEncoder().encode(lines.join('\n'))
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', key, text))
  return base32(new Uint8Array([...text, ...signature]))
}

/** What a person sees who opens a paper's address, with what the server says of its code. */
async function opened(fragment: string, paper: object = PAPER, status = 200): Promise<string> {
  vi.stubGlobal('fetch', async (request: Request) => {
    requested.push(request.url)
    const keys = request.url.endsWith('/public-key')
    const body = keys ? { public_key: publicKey, previous: [] } : paper
    return new Response(JSON.stringify(body), {
      status: keys ? 200 : status,
      headers: { 'content-type': 'application/json' },
    })
  })
  const page = { template: '<i />' }
  const routes = [
    { path: '/verify/:code?', component: page },
    { path: '/certificate-list', component: page },
  ]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push(`/verify/${CODE}${fragment && `#${fragment}`}`)
  const place = document.body.appendChild(document.createElement('div'))
  app = createApp(VerifyPage).use(router)
  app.mount(place)
  await vi.waitFor(() => expect(place.textContent).toMatch(/已打印份数|没有找到/))
  if (fragment) await vi.waitFor(() => expect(place.textContent).toMatch(/签名有效|不能采信/))
  return place.textContent ?? ''
}

beforeAll(async () => {
  pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
  publicKey = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))))
})
afterEach(() => {
  app.unmount()
  document.body.innerHTML = ''
  requested.length = 0
  vi.unstubAllGlobals()
})

describe('who received a paper', () => {
  it('sees its state from the server, and its facts from the code, which never leaves the phone', async () => {
    const fragment = await signed()
    const seen = await opened(fragment)
    for (const said of ['有效', NUMBER, '前进村', '签名有效', 'Z*', 'since', '2019-03']) expect(seen).toContain(said)
    expect(requested.length).toBeGreaterThan(1)
    expect(requested.filter((url) => url.includes(fragment))).toEqual([])
  })

  it('learns nothing of the person where only the code was typed', async () => {
    const seen = await opened('')
    expect(seen).toContain('该编号的证明有效')
    expect(seen).not.toContain('Z*')
    expect(requested.filter((url) => url.endsWith('/public-key'))).toEqual([])
  })

  it.each([
    ['suspended', '已中止', { state: 'suspended', says: '该证明正在复核，暂停使用。', reason: '正在复核' }],
    ['revoked', '已撤销', { state: 'revoked', says: '该证明已撤销。', reason: '与事实不符' }],
    ['superseded', '现行证明', { state: 'superseded', says: '该证明已换发。', replaced_by: 'N-2' }],
    ['ahead of the clock', '暂不能判断', { not_yet: true, says: '核验系统的日期早于该证明的出具日期。' }],
    ['out of date', '已过有效期', { expired: true, says: '该证明已过有效期。' }],
  ])('is told where it is %s', async (_, said, changes) => {
    const seen = await opened(await signed(), { ...PAPER, ...changes })
    expect(seen).toContain(said)
    expect(seen).toContain(changes.says)
  })

  it('is warned of a code that another paper, another installation or nobody signed, and sees no verdict', async () => {
    const stranger = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
    for (const fragment of [await signed('A'.repeat(16)), await signed(CODE, stranger.privateKey), 'NONSENSE']) {
      const seen = await opened(fragment)
      expect(seen).toContain('不能采信')
      expect(seen).not.toContain(PAPER.says)
      app.unmount()
      document.body.innerHTML = ''
    }
  })

  it('is told that no paper has the code', async () => {
    const refusal = { code: 'certificate_unknown', detail: '没有找到该验证码对应的证明' }
    expect(await opened('', refusal, 404)).toContain('没有找到该验证码对应的证明')
  })
})
