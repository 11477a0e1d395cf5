/** Takes the parts of a rich text file in the order they stand. */
export interface RtfTaker {
  readonly openGroup: () => void
  readonly closeGroup: () => void
  /** A control word with its number, null without one. */
  readonly word: (name: string, number: number | null) => void
  /** A control sign: the character after the backslash. */
  readonly sign: (character: string) => void
  /** A byte written as `\'hh`. */
  readonly byte: (byte: number) => void
  /** Plain characters from `start` to `end` of the bytes; line ends are no part of them. */
  readonly text: (start: number, end: number) => void
  readonly isEnough: () => boolean
}

const [backslash, open, close, newline, carriage, quote, space, minus] = [92, 123, 125, 10, 13, 39, 32, 45] as const

/** Takes a rich text file apart, whatever its depth. False when it ends within a group: it was cut off. */
export function readRtfTokens(bytes: Uint8Array, taker: RtfTaker): boolean {
  let depth = 0
  let at = 0
  while (at < bytes.length && !taker.isEnough()) {
    const byte = bytes[at]
    if (byte === open) {
      depth += 1
      at += 1
      taker.openGroup()
    } else if (byte === close) {
      depth -= 1
      at += 1
      // What follows the last group is no part of the document.
      if (depth <= 0) return true
      taker.closeGroup()
    } else if (byte === backslash) at = control(at + 1)
    else if (byte === newline || byte === carriage || byte === 0) at += 1
    else at = plain(at)
  }
  return depth <= 0 || taker.isEnough()

  function plain(start: number): number {
    let end = start + 1
    while (end < bytes.length && !isSpecial(bytes[end])) end += 1
    taker.text(start, end)
    return end
  }

  function control(start: number): number {
    const byte = bytes[start]
    if (byte === undefined) return start
    if (byte === quote) {
      const hex = Number.parseInt(String.fromCharCode(bytes[start + 1] ?? 0, bytes[start + 2] ?? 0), 16)
      if (Number.isNaN(hex)) return start + 1
      taker.byte(hex)
      return start + 3
    }
    if (!isLetter(byte)) {
      taker.sign(String.fromCharCode(byte))
      return start + 1
    }
    let end = start + 1
    while (end - start < 32 && isLetter(bytes[end])) end += 1
    return controlWord(String.fromCharCode(...bytes.subarray(start, end)), end)
  }

  function controlWord(name: string, start: number): number {
    const isNegative = bytes[start] === minus
    let end = isNegative ? start + 1 : start
    let number: number | null = null
    while (isDigit(bytes[end])) {
      number = Math.min((number ?? 0) * 10 + ((bytes[end] ?? 48) - 48), 2 ** 31)
      end += 1
    }
    if (number === null) end = start
    if (bytes[end] === space) end += 1
    // Raw bytes follow, which may look like anything.
    if (name === 'bin') return end + (number === null || isNegative ? 0 : number)
    taker.word(name, number !== null && isNegative ? -number : number)
    return end
  }
}

function isSpecial(byte: number | undefined): boolean {
  return byte === backslash || byte === open || byte === close || byte === newline || byte === carriage || byte === 0
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90))
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57
}
