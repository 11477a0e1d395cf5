export type LoneBlock =
  | { readonly type: 'code'; readonly info: string; readonly code: string; readonly closed: boolean }
  | { readonly type: 'formula'; readonly source: string; readonly closed: boolean }

/**
 * What a text is that consists of one fenced block or one formula alone, else null. Such a text needs no Markdown parser,
 * however long it gets.
 */
export function readLoneBlock(text: string): LoneBlock | null {
  return readFence(text) ?? readFormula(text)
}

function readFence(text: string): LoneBlock | null {
  const [first = '', ticks = '', info = ''] = /^(`{3,}|~{3,})([^\n]*)(?:\n|$)/.exec(text) ?? []
  if (!ticks || (ticks.startsWith('`') && info.includes('`'))) return null
  const end = new RegExp(`^ {0,3}${ticks.charAt(0)}{${ticks.length},}[ \\t]*$`)
  let at = first.length
  // Only lines that begin as a fence does are looked at: a long block is passed over at once.
  for (let next = lineWith(text, ticks, at); next !== -1; next = lineWith(text, ticks, at)) {
    const lineEnd = text.indexOf('\n', next)
    const line = text.slice(next, lineEnd === -1 ? undefined : lineEnd)
    if (end.test(line)) {
      if (lineEnd !== -1 && text.slice(lineEnd).trim() !== '') return null
      return {
        type: 'code',
        info: info.trim(),
        code: text.slice(first.length, Math.max(first.length, next - 1)),
        closed: true,
      }
    }
    at = next + line.length
  }
  return { type: 'code', info: info.trim(), code: text.slice(first.length), closed: false }
}

/** Where the next line begins that has the ticks at most three spaces in. */
function lineWith(text: string, ticks: string, from: number): number {
  for (let at = text.indexOf(ticks, from); at !== -1; at = text.indexOf(ticks, at + ticks.length)) {
    const start = text.lastIndexOf('\n', at) + 1
    if (start >= from && text.slice(start, at).trim() === '' && at - start < 4) return start
  }
  return -1
}

function readFormula(text: string): LoneBlock | null {
  const [, dollars] = /^\$\$((?:(?!\$\$)[^])*)(?:\$\$\s*)?$/.exec(text) ?? []
  if (dollars !== undefined) return { type: 'formula', source: dollars.trim(), closed: /\$\$\s*$/.test(text.slice(2)) }
  const [, brackets] = /^\\\[((?:(?!\\\])[^])*)(?:\\\]\s*)?$/.exec(text) ?? []
  if (brackets !== undefined) return { type: 'formula', source: brackets.trim(), closed: /\\\]\s*$/.test(text) }
  return null
}
