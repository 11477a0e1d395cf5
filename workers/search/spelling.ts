import { lettersApart } from '#contract/query-fields'
import { readQuery } from '#contract/query-language'
import { type Piece, piecesOf } from '../words.ts'
import { isFunctionWord } from './function-words.ts'
import type { PassageStore } from './passage.store.ts'
import { stem } from './porter.ts'

export interface SpellingInput {
  readonly query: string
  /** True: the last word is not finished. */
  readonly typing: boolean
  /** In a large library only words with the same first three letters are compared: counting the others takes long. */
  readonly large?: boolean
  readonly passages: Pick<PassageStore, 'frequency' | 'termsFrom' | 'matching' | 'load'>
}

/** The query with the words that stand nowhere in the library spelled as their nearest neighbours there; null when all do. */
export function spelledBetter({ query, typing, passages, large = false }: SpellingInput): string | null {
  let better = ''
  let at = 0
  const { clauses } = readQuery(query)
  for (const clause of clauses) {
    if (clause.kind !== 'words' || clause.negated) continue
    for (const piece of piecesOf(clause.text)) {
      const [start, end] = [clause.at + piece.start, clause.at + piece.end]
      if (typing && end === query.length) continue
      const instead = isCandidate(piece, passages) ? nearest(piece.text, passages, large) : null
      if (instead === null) continue
      better += query.slice(at, start) + instead
      at = end
    }
  }
  return better === '' ? null : better + query.slice(at)
}

/** Words of Latin letters only: a slip in a number, a code or a pair of Chinese letters makes another one. */
function isCandidate({ text, cut }: Piece, { frequency }: SpellingInput['passages']): boolean {
  return !cut && /^\p{Script=Latin}{4,24}$/u.test(text) && !isFunctionWord(text) && frequency(stem(text)) === 0
}

function nearest(word: string, passages: SpellingInput['passages'], large: boolean): string | null {
  const wanted = stem(word)
  const most = word.length < 6 ? 1 : 2
  for (const letters of large ? [3] : [2, 1]) {
    const beginning = word.slice(0, letters)
    const likely = passages
      .termsFrom(beginning)
      // A slip at the end of a word changes its stem by more than the word itself.
      .filter(({ term }) => Math.abs(term.length - wanted.length) <= 2 && /^\p{Script=Latin}+$/u.test(term))
      .map(({ term, count }) => ({ term, count, away: lettersApart(wanted, term) }))
      .filter(({ away }) => away <= 2)
      .toSorted((a, b) => a.away - b.away || b.count - a.count)
      .slice(0, mostLikely)
    for (const { term } of likely) {
      const written = asWritten(term, passages)
      if (written !== null && lettersApart(word, written) <= most) return written
    }
  }
  return null
}

const mostLikely = 6

/** The table knows stems; a person wants a word. A stem is stemmed again when it is asked for, so `leas` needs a prefix. */
function asWritten(term: string, { matching, load }: SpellingInput['passages']): string | null {
  for (const expression of [`"${term}"`, `"${term}"*`]) {
    for (const passage of load(matching(expression, 10).map(({ key }) => key))) {
      const text = `${passage.text} ${passage.title} ${passage.heading ?? ''}`
      const word = piecesOf(text).find((piece) => stem(piece.text) === term)
      if (word) return word.text
    }
  }
  return null
}
