/** What a number becomes; undefined: it names nothing and is taken out. */
export type NumberOf = (n: number) => number | undefined

interface Piece {
  /** How much of what was read it stands for. */
  readonly length: number
  readonly text: string
  /** The fence of the code that goes on behind it. */
  readonly fence: string | null
}

/** The text with other numbers in its citations; code is left alone. */
export function renumbered(text: string, numberOf: NumberOf): string {
  const exchange = createNumberExchange(numberOf)
  return exchange.add(text) + exchange.flush()
}

/** The text without the numbers it cites by. */
export function withoutNumbers(text: string): string {
  return renumbered(text, () => undefined)
}

/**
 * Gives the citations of a text other numbers while it is written, wherever it is cut: what may still become a citation, or
 * code, is held back until it is clear.
 */
export function createNumberExchange(numberOf: NumberOf) {
  let held = ''
  // How much at its beginning was passed on already, because it stays the same whatever it turns out to be.
  let passedOn = 0
  let fence: string | null = null
  return { add, flush: () => settled(true) }

  function add(text: string): string {
    held += text
    return settled(false)
  }

  function settled(isEnd: boolean): string {
    let text = ''
    for (;;) {
      const piece: Piece | null = fence === null ? pieceOfText(held, numberOf, isEnd) : pieceOfCode(held, fence)
      if (!piece) break
      text += piece.text.slice(passedOn)
      held = held.slice(piece.length)
      passedOn = Math.max(0, passedOn - piece.length)
      fence = piece.fence
    }
    const end = fence === null && !isEnd ? unchangedBefore(held) : held.length
    text += held.slice(passedOn, end)
    passedOn = Math.max(passedOn, end)
    return text
  }
}

function pieceOfCode(held: string, fence: string): Piece | null {
  const end = held.indexOf(fence)
  // Its end may be cut in two.
  const sure = held.length - fence.length + 1
  if (end === -1) return sure > 0 ? { length: sure, text: held.slice(0, sure), fence } : null
  return { length: end + fence.length, text: held.slice(0, end + fence.length), fence: null }
}

const citation = /^ ?(?:\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\](?!\()|【\d{1,3}[^】\n]{0,30}】)/
const openCitation = /^ ?(?:\[[\d\s,;]{0,60}\]?|【\d{0,3}[^】\n]{0,30})?$/
const code = /^(`{1,2})[^`\n]+?\1/
const openCode = /^(?:`[^`\n]*|``[^`\n]*`?|~{1,2})$/

function pieceOfText(held: string, numberOf: NumberOf, isEnd: boolean): Piece | null {
  if (held === '') return null
  const words = /^(?:[^`~[【 ]| (?!$|[[【]))+/.exec(held)?.[0]
  if (words) return asItIs(words)
  const fence = /^(?:```|~~~)/.exec(held)?.[0]
  if (fence) return { ...asItIs(fence), fence }
  if (!isEnd && (openCode.test(held) || openCitation.test(held))) return null
  const inline = code.exec(held)?.[0]
  if (inline) return asItIs(inline)
  const cited = citation.exec(held)?.[0]
  if (cited) return { length: cited.length, text: exchanged(cited, numberOf), fence: null }
  return asItIs(held.slice(0, 1))
}

function asItIs(text: string): Piece {
  return { length: text.length, text, fence: null }
}

function exchanged(cited: string, numberOf: NumberOf): string {
  const own = /[【]/.test(cited) ? /\d{1,3}/ : /\d{1,3}/g
  const numbers = (cited.match(own) ?? []).map((n) => numberOf(Number(n)))
  if (!numbers.includes(undefined)) return cited.replace(own, (n) => String(numberOf(Number(n))))
  const known = numbers.filter((n) => n !== undefined)
  return known.length === 0 ? '' : `${cited.startsWith(' ') ? ' ' : ''}[${known.join(', ')}]`
}

/** Up to where nothing can be a citation. */
function unchangedBefore(held: string): number {
  const bracket = held.search(/ ?[[【]| $/)
  return bracket === -1 ? held.length : bracket
}
