import { asBuffer } from './file-bytes.ts'

/** A stretch of a chunk that belongs to an element; without an end the element goes on in the next chunk. */
export interface ElementStretch {
  readonly start: number
  readonly end: number | null
}

const quote = 0x22
const backslash = 0x5c
const openObject = 0x7b
const closeObject = 0x7d
const openArray = 0x5b
const closeArray = 0x5d

/**
 * Finds where the objects of a JSON array begin and end, chunk by chunk, without parsing them: it counts brackets
 * outside of strings, so that no depth and no length costs memory. `key` as in `ArrayToRead`.
 */
export function createJsonScanner(key: string | null) {
  let depth = 0
  let isString = false
  let isEscaped = false
  let isOpen = false
  let hasEnded = false
  /** Depth at which elements stand; null until the array was found. */
  let level: number | null = null
  let lastKey = ''

  return { scan, hasEnded: () => hasEnded }

  function scan(chunk: Uint8Array<ArrayBuffer>): ElementStretch[] {
    const stretches: ElementStretch[] = []
    let start = 0
    let at = 0
    if (isString) at = stringEnd(chunk, 0)
    while (at < chunk.length && !hasEnded) {
      const byte = chunk[at]
      if (byte === quote) {
        isString = true
        lastKey = ''
        at = stringEnd(chunk, at + 1)
        continue
      }
      if (byte === openObject || byte === openArray) {
        level ??= levelOf(byte)
        if (depth === level && byte === openObject) {
          isOpen = true
          start = at
        }
        depth += 1
      } else if (byte === closeObject || byte === closeArray) {
        depth -= 1
        if (depth === level && isOpen) {
          stretches.push({ start, end: at + 1 })
          isOpen = false
        }
        hasEnded = depth <= 0 || (level !== null && depth < level)
      }
      at += 1
    }
    if (isOpen) stretches.push({ start, end: null })
    return stretches
  }

  function levelOf(byte: number): number | null {
    if (depth === 0) return byte === openArray ? 1 : key === null ? 0 : null
    return depth === 1 && byte === openArray && lastKey === key ? 2 : null
  }

  /** Where to go on after the string that `from` lies in; most of an export is text, which is leapt over. */
  function stringEnd(chunk: Uint8Array<ArrayBuffer>, from: number): number {
    let at = from
    if (isEscaped) at += 1
    isEscaped = false
    const first = at
    for (;;) {
      const found = chunk.indexOf(quote, at)
      const end = found === -1 ? chunk.length : found
      let marks = 0
      while (end - marks - 1 >= first && chunk[end - marks - 1] === backslash) marks += 1
      const leavesOpen = marks % 2 === 1
      if (found !== -1 && leavesOpen) {
        at = found + 1
        continue
      }
      if (level === null && depth === 1 && lastKey.length < 100) {
        lastKey += asBuffer(chunk.subarray(from, end)).toString('latin1', 0, 100)
      }
      isEscaped = found === -1 && leavesOpen
      isString = found === -1
      return end + 1
    }
  }
}
