import { isUtf8 } from 'node:buffer'
import { decodeUtf32 } from './utf32.ts'

const looksAt = 65_536

/** Text of a file that is text, with `\n` as its only line end; null when the bytes are not text. */
export function decodeText(bytes: Uint8Array, charset: string | null = null): string | null {
  // First of all: its mark begins with that of UTF-16.
  const wide = decodeUtf32(bytes)
  if (wide !== null) return isMostlyReplaced(wide) ? null : withPlainLineEnds(wide)
  const marked = charsetByMark(bytes)
  const encoding = marked ?? charsetByZeros(bytes) ?? charset
  if (encoding === null && isBinary(bytes)) return null
  const text = decoder(encoding ?? guess(bytes)).decode(bytes)
  if (encoding === null && isMostlyReplaced(text)) return null
  if (marked?.startsWith('utf-16') && isMostlyReplaced(text)) return null
  return withPlainLineEnds(text)
}

function withPlainLineEnds(text: string): string {
  return storable(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text)
}

/** What can be stored and read back unchanged, place by place: no zero characters, no halves of characters, no lone returns. */
export function storable(text: string): string {
  const lines = text.includes('\r') ? text.replaceAll('\r', '\n') : text
  return (lines.includes('\0') ? lines.replaceAll('\0', '\uFFFD') : lines).toWellFormed()
}

function charsetByMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  return null
}

// Western text in UTF-16 without a mark has a zero in every other place and nowhere else.
function charsetByZeros(bytes: Uint8Array): string | null {
  const length = Math.min(bytes.length, 8_192) & ~1
  if (length < 8 || bytes.length % 2 === 1) return null
  const zeros = [0, 0]
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (even === 0 && odd > length * 0.4) return 'utf-16le'
  if (odd === 0 && even > length * 0.4) return 'utf-16be'
  return null
}

function isBinary(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, looksAt)
  let controls = 0
  for (let i = 0; i < length; i++) {
    const byte = bytes[i] ?? 0
    if (byte === 0 && i < 8_192) return true
    // Tab to carriage return, backspace, end of file of old and escape are found in texts.
    if (byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1a && byte !== 0x1b) controls += 1
  }
  return controls > length * 0.02
}

function isMostlyReplaced(text: string): boolean {
  const length = Math.min(text.length, looksAt)
  let replaced = 0
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) === 0xfffd) replaced += 1
  return replaced > length * 0.1 && replaced > 4
}

function guess(bytes: Uint8Array): string {
  return isUtf8(bytes) || !isWestern(bytes) ? 'utf-8' : 'windows-1252'
}

// Old western files: no sequence of UTF-8 at all, and each high byte a letter or a typographic sign, few in a row.
function isWestern(bytes: Uint8Array): boolean {
  let inRow = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0
    inRow = byte < 0x80 ? 0 : inRow + 1
    if (byte < 0x80) continue
    const isLetter = byte >= 0xc0 && byte <= 0xfc
    const isSign = byte === 0x80 || byte === 0x85 || (byte >= 0x91 && byte <= 0x97) || signs.has(byte)
    const next = bytes[i + 1] ?? 0
    if ((!isLetter && !isSign) || inRow > 3 || (isLetter && next >= 0x80 && next < 0xc0)) return false
  }
  return true
}

const signs = new Set([0xa0, 0xa3, 0xa7, 0xa9, 0xab, 0xae, 0xb0, 0xb1, 0xb4, 0xb7, 0xbb, 0xbd])

function decoder(encoding: string) {
  try {
    return new TextDecoder(encoding)
  } catch {
    // A page may declare a charset that does not exist.
    return new TextDecoder('utf-8')
  }
}
