/** Text of bytes that can be nothing but UTF-32, with or without a mark; null for all others. */
export function decodeUtf32(bytes: Uint8Array): string | null {
  const order = orderByMark(bytes) ?? orderByLook(bytes)
  if (order === null) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: string[] = []
  for (let from = order.start; from < bytes.length; from += atOnce * 4) {
    const signs: number[] = []
    for (let at = from; at < Math.min(bytes.length, from + atOnce * 4); at += 4) {
      const sign = at + 4 <= bytes.length ? view.getUint32(at, order.little) : replacement
      signs.push(sign > 0x10ffff || (sign >= 0xd800 && sign <= 0xdfff) ? replacement : sign)
    }
    parts.push(String.fromCodePoint(...signs))
  }
  return parts.join('')
}

interface Order {
  readonly little: boolean
  readonly start: number
}

const replacement = 0xfffd
const atOnce = 8_192

function orderByMark([a, b, c, d]: Uint8Array): Order | null {
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return { little: true, start: 4 }
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return { little: false, start: 4 }
  return null
}

// Tables of small numbers look like it, too, but are full of what no text holds.
function orderByLook(bytes: Uint8Array): Order | null {
  const length = Math.min(bytes.length, 8_192) & ~3
  if (length < 32 || bytes.length % 4 !== 0) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, length)
  for (const little of [true, false]) {
    let isText = true
    for (let at = 0; at < length && isText; at += 4) isText = isTextSign(view.getUint32(at, little))
    if (isText) return { little, start: 0 }
  }
  return null
}

function isTextSign(sign: number): boolean {
  if (sign < 0x20) return sign >= 0x09 && sign <= 0x0d
  return sign <= 0x10ffff && !(sign >= 0x7f && sign < 0xa0) && !(sign >= 0xd800 && sign <= 0xdfff)
}
