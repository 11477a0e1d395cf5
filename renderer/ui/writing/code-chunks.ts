/** So many lines are drawn and coloured together. */
export const linesOfChunk = 40

/**
 * Cuts code into pieces of forty lines. While the code grows the pieces that are full stay as they are, and only the new
 * lines are read.
 */
export function createChunking(): (code: string) => readonly string[] {
  let seen = ''
  let full: string[] = []
  /** Where the last piece begins, and its first line that is not known to its end. */
  let start = 0
  let at = 0
  let lines = 0

  return (code) => {
    if (code.slice(0, seen.length) !== seen) {
      full = []
      start = 0
      at = 0
      lines = 0
    }
    seen = code
    for (let end = code.indexOf('\n', at); end !== -1; end = code.indexOf('\n', at)) {
      at = end + 1
      lines += 1
      if (lines < linesOfChunk) continue
      full.push(code.slice(start, end))
      start = at
      lines = 0
    }
    return start < code.length || full.length === 0 ? [...full, code.slice(start)] : [...full]
  }
}
