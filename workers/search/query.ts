import { type FieldClause, type QueryProblem, readQuery, wordsOf } from '#contract/query-language'
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

/** What a person typed, understood: words to rank by, phrases that must occur, words that must not, and fields. */
export interface Query {
  readonly terms: readonly Term[]
  readonly phrases: readonly Term[]
  readonly excluded: readonly Term[]
  readonly fields: readonly FieldClause[]
  /** The words as they were written, without fields and without what must not occur: what is embedded. */
  readonly text: string
  readonly problems: readonly QueryProblem[]
}

/** Understands the query language: words and phrases in the pieces the full-text table knows; fields as they are. */
export function parseQuery(
  text: string,
  { typing = false, now }: { readonly typing?: boolean; readonly now?: number } = {},
): Query {
  const read = readQuery(text, { now })
  const terms: Term[] = []
  const phrases: Term[] = []
  const excluded: Term[] = []
  const fields = read.clauses.filter((clause) => clause.kind === 'field')
  const hasSmallWords = /(?<!\S)\p{Ll}/u.test(text)
  for (const clause of read.clauses) {
    if (clause.kind === 'field') continue
    const pieces = piecesOf(clause.text)
    if (pieces.length === 0) continue
    if (clause.negated) excluded.push(toTerm(pieces, clause.text))
    else if (clause.kind === 'phrase') phrases.push(toTerm(pieces, clause.text))
    else {
      const named = hasSmallWords && isNamedAt(text, clause.at)
      terms.push(...pieces.map((piece) => ({ ...toTerm([piece], clause.text, named), root: latinRootOf(piece.text) })))
    }
  }
  const whole = { fields, problems: read.problems, text: wordsOf(read) }
  // With nothing to look for, what was to be left out is taken as words.
  if (terms.length + phrases.length + fields.length === 0)
    return {
      ...whole,
      terms: excluded,
      phrases: [],
      excluded: [],
      text: excluded.flatMap(({ words }) => words).join(' '),
    }
  const last = terms.at(-1)
  const isLast = read.clauses.at(-1)?.kind === 'words' && read.clauses.at(-1)?.end === text.length
  const open = typing && last && isLast && /[\p{L}\p{N}\p{M}]$/u.test(text)
  return { ...whole, terms: unique(open ? [...terms.slice(0, -1), beginning(last)] : terms), phrases, excluded }
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
