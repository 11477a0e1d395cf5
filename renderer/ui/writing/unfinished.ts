/**
 * A text that is still written, with what it has begun closed, so that no sign of the format shows for a moment and then goes:
 * bold words, code within a line, and the address of a link.
 */
export function closeUnfinished(text: string): string {
  const blank = text.lastIndexOf('\n\n')
  const lineStart = blank === -1 ? 0 : blank + 2
  const whole = text.slice(0, lineStart)
  const last = withoutOpenLink(text.slice(lineStart))
  if (count(last.replace(/```[^]*?```/g, ''), /`/g) % 2 === 1) return `${whole}${last}\``
  if (count(last.replace(/`[^`]*`/g, ''), /\*\*/g) % 2 === 0) return whole + last
  return /\*\*\s*$/.test(last) ? whole + last.replace(/(?:(?<!\s)\s+)?\*\*\s*$/, '') : `${whole}${last.trimEnd()}**`
}

function count(text: string, what: RegExp) {
  return text.match(what)?.length ?? 0
}

/** A link whose address is still written is shown as its words. */
function withoutOpenLink(line: string): string {
  const end = line.search(/[)\s][^)\s]*$/)
  for (let at = line.indexOf('](', end + 1); at !== -1; at = line.indexOf('](', at + 1)) {
    const from = Math.max(line.lastIndexOf(']', at - 1), line.lastIndexOf('\n', at - 1)) + 1
    const open = line.indexOf('[', from)
    if (open === -1 || open > at) continue
    const start = line[open - 1] === '!' ? open - 1 : open
    return line.slice(0, start) + line.slice(open + 1, at)
  }
  return line
}
