import { latinRootOf, type Piece, piecesOf } from '../words.ts'
import { isFunctionWord } from './function-words.ts'
import { stem } from './porter.ts'

/** A word to search for, or several pieces that must stand side by side. */
export interface Term {
  /** The words as they were typed, folded. */
  readonly words: readonly string[]
  /** What the full-text table holds of them. */
  readonly stems: readonly string[]
  /** What passages in an inflected language hold beside the word; null for phrases and where there is none. */
  readonly root: string | null
  /** True for parts of a longer run, as in Chinese. */
  readonly cut: boolean
  /** False for words that carry a sentence and not its matter. */
  readonly telling: boolean
  /** While typing, the last piece is the beginning of a word. */
  readonly prefix: boolean
}

/** What a person typed, understood: words to rank by, phrases that must occur and words that must not. */
export interface Query {
  readonly terms: readonly Term[]
  readonly phrases: readonly Term[]
  readonly excluded: readonly Term[]
}

const part = /(?<![^\s(])(-?)"([^"]*)"|(?<!\S)(-?)(\S+)/gu

/** Understands quoted phrases, `-word` and plain words; anything else in the text is only what stands between words. */
export function parseQuery(text: string, { typing = false }: { readonly typing?: boolean } = {}): Query {
  const terms: Term[] = []
  const phrases: Term[] = []
  const excluded: Term[] = []
  const hasSmallWords = /(?<!\S)\p{Ll}/u.test(text)
  for (const { 1: quoteSign, 2: quoted, 3: sign, 4: word, index } of text.matchAll(part)) {
    const pieces = piecesOf(quoted ?? word ?? '')
    if (pieces.length === 0) continue
    if (quoteSign === '-' || sign === '-') excluded.push(toTerm(pieces, quoted ?? word ?? ''))
    else if (quoted !== undefined) phrases.push(toTerm(pieces, quoted))
    else {
      const named = hasSmallWords && isNamedAt(text, index)
      terms.push(...pieces.map((piece) => ({ ...toTerm([piece], word ?? '', named), root: latinRootOf(piece.text) })))
    }
  }
  // With nothing to look for, what was to be left out is taken as words.
  if (terms.length + phrases.length === 0) return { terms: excluded, phrases: [], excluded: [] }
  const last = terms.at(-1)
  const open = typing && last && /[\p{L}\p{N}\p{M}]$/u.test(text)
  return { terms: unique(open ? [...terms.slice(0, -1), beginning(last)] : terms), phrases, excluded }
}

/** The term as a full-text expression; only letters and digits can be in it, inside quotes. */
export function expression({ words, prefix }: Term): string {
  const [word = ''] = words
  if (!prefix) return `"${words.join(' ')}"`
  // The table holds stems: `allowa` is the beginning of `allowance`, which is there as `allow`.
  const stems = Array.from({ length: longestEnding }, (_, index) => word.slice(0, -1 - index))
  return [`"${word}"*`, ...stems.filter(({ length }) => length >= shortestStem).map((one) => `"${one}"`)].join(' OR ')
}

const longestEnding = 5
const shortestStem = 4

/** `May` inside a question is the month, at its beginning it may be either. */
function isNamedAt(text: string, index: number): boolean {
  return /^\p{Lu}\p{Ll}/u.test(text.slice(index)) && /[^\s.!?:;]\s+$/u.test(text.slice(0, index))
}

function toTerm(pieces: readonly Piece[], written: string, named = false): Term {
  const words = pieces.map(({ text }) => text)
  // `IT` and `US` are names, `it` and `us` are not.
  const capitals = written.length > 1 && written === written.toUpperCase() && written !== written.toLowerCase()
  return {
    words,
    stems: words.map(stem),
    root: null,
    prefix: false,
    cut: pieces.some(({ cut }) => cut),
    telling: capitals || named || !words.every(isFunctionWord),
  }
}

/** The word being typed, unstemmed: `librari` would not be the beginning of `library`. */
function beginning(last: Term): Term {
  return { ...last, stems: last.words, prefix: true, telling: true }
}

function unique(terms: readonly Term[]): Term[] {
  const kept = new Map<string, Term>()
  for (const term of terms) {
    const key = expression(term)
    if (!kept.get(key)?.telling) kept.set(key, term)
  }
  return [...kept.values()]
}
