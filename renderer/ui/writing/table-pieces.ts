const longEnough = 60

/** The head of a long table and its rows in pieces; null for any other text. Pieces that are full stay as they are. */
export function createTableCutting(): (text: string) => readonly string[] | null {
  let seen = ''
  let pieces: string[] = []
  let start = 0
  let at = 0
  let rows = 0
  let head = ''
  let isTable = true

  return (text) => {
    if (text.slice(0, seen.length) !== seen) {
      pieces = []
      start = 0
      at = 0
      rows = 0
      head = ''
      isTable = true
    }
    seen = text
    for (let end = text.indexOf('\n', at); isTable && end !== -1; end = text.indexOf('\n', at)) {
      const line = text.slice(at, end)
      isTable = /^ {0,3}\|/.test(line)
      at = end + 1
      if (head === '') {
        const whole = text.slice(0, end)
        if (!whole.includes('\n')) continue
        isTable &&= /^[ |:-]+$/.test(line) && line.includes('-')
        head = whole
        start = at
        continue
      }
      rows += 1
      if (rows % longEnough > 0) continue
      pieces.push(`${head}\n${text.slice(start, end)}`)
      start = at
    }
    if (!isTable || pieces.length === 0) return null
    const last = text.slice(start)
    if (last.trim() !== '' && !/^ {0,3}\|/.test(text.slice(at)) && at < text.length) return null
    return last.trim() === '' ? [...pieces] : [...pieces, `${head}\n${last}`]
  }
}
