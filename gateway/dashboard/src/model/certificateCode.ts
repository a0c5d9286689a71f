/** What the code on a certificate says, read in the browser: what stands behind the `#` never reaches the server.
 * The layout is told by `GET /api/certificate/v1/public-key`. */

export interface CertificateCode {
  number: string
  code: string
  holder: string
  issuedOn: string
  validUntil: string
  facts: { label: string; value: string }[]
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const SIGNATURE_BYTES = 64
const LAYOUTS = new Set(['SB2', 'SB3'])

function fromBase32(text: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const sign of text) {
    const digit = ALPHABET.indexOf(sign)
    if (digit < 0) throw new TypeError('not base32')
    value = ((value << 5) | digit) & 0xfff
    bits += 5
    if (bits >= 8) bytes.push((value >> (bits -= 8)) & 255)
  }
  return Uint8Array.from(bytes)
}

async function verified(key: string, text: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>) {
  const raw = Uint8Array.from(atob(key), (sign) => sign.charCodeAt(0))
  const publicKey = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify'])
  return crypto.subtle.verify('Ed25519', publicKey, signature, text)
}

/** What the code says if one of the keys signed it, else null. Throws where the browser knows no Ed25519. */
export async function readCode(fragment: string, keys: string[]): Promise<CertificateCode | null> {
  let whole: Uint8Array<ArrayBuffer>
  try {
    whole = fromBase32(fragment.replace(/^#/, '').trim().toUpperCase())
  } catch {
    return null
  }
  const text = whole.slice(0, -SIGNATURE_BYTES)
  const checks = await Promise.all(keys.map((key) => verified(key, text, whole.slice(-SIGNATURE_BYTES))))
  if (!checks.includes(true)) return null
  const [version, number, issuedOn, validUntil, code, holder, , ...facts] = new TextDecoder('gb18030')
    .decode(text)
    .split('\n')
  if (!LAYOUTS.has(version ?? '') || !number || !issuedOn || !validUntil || !code || !holder) return null
  return {
    number,
    code,
    holder,
    issuedOn,
    validUntil,
    facts: facts.map((line) => ({
      label: line.slice(0, line.indexOf('=')),
      value: line.slice(line.indexOf('=') + 1),
    })),
  }
}

/** Why what is in hand proves nothing, whatever the paper looked up is: its code is no genuine one, or another paper's. */
export function distrust(inHand: CertificateCode | null, code: string, number?: string): string {
  if (inHand === null) return '二维码内容不是本县出具的，或者被改动'
  const another = inHand.code !== code.replaceAll('-', '') || (number !== undefined && inHand.number !== number)
  return another ? '二维码里签名的是另一份证明，与网址里的核验码对不上' : ''
}
