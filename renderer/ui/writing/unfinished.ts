/**
 * A text that is still written, with what it has begun closed, so that no sign of the format shows for a moment and then goes:
 * bold words, code within a line, and the address of a link.
 */
export function closeUnfinished(text: string): string {
  const blank = text.lastIndexOf('\n\n')
  const lineStart = blank === -1 ? 0 : blank + 2
  const whole = text.slice(0, lineStart)
  const last = text.slice(lineStart).replace(/!?\[([^\]\n]*)\]\([^)\s]*$/, '$1')
  if (count(last.replace(/```[^]*?```/g, ''), /`/g) % 2 === 1) return `${whole}${last}\``
  if (count(last.replace(/`[^`]*`/g, ''), /\*\*/g) % 2 === 0) return whole + last
  return /\*\*\s*$/.test(last) ? whole + last.replace(/\s*\*\*\s*$/, '') : `${whole}${last.trimEnd()}**`
}

function count(text: string, what: RegExp) {
  return text.match(what)?.length ?? 0
}
