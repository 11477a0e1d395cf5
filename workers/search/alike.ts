import { piecesOf } from '../words.ts'
import { isFunctionWord } from './function-words.ts'
import { fuse } from './fusion.ts'
import type { LoadedPassage, PassageStore, Ranked } from './passage.store.ts'
import { stem } from './porter.ts'
import { parseQuery, type Query } from './query.ts'
import type { Weighing } from './relevance.ts'
import type { Vectors } from './vectors.ts'

export interface AlikeInput {
  readonly passages: PassageStore
  readonly passage: LoadedPassage
  /** Null where there are no vectors, or none of this passage. */
  readonly meaning: { readonly vectors: Vectors; readonly model: string } | null
  readonly weighing: Weighing
  readonly pool: number
  readonly competence: number
}

const mostWords = 12
const shortest = 3

/** Passages of other documents on the same matter: those that share its rarest words, and those whose vectors lie next to its own. */
export function alike({ passages, passage, meaning, weighing, pool, competence }: AlikeInput) {
  const query = tellingWords(passage, weighing)
  const expression = query.terms.map(({ words }) => `"${words.join(' ')}"`).join(' OR ')
  const vector = meaning && passages.vector(meaning.model, passage.key)
  const words = expression === '' ? [] : passages.matching(expression, pool)
  const near = meaning && vector ? meaning.vectors.nearest(vector, pool) : []
  const ranked = fuse({ words, meaning: near, competence: vector ? competence : 0 }).filter(isOther())
  return { query, ranked, near }

  function isOther() {
    const own = new Set(passages.keysOf(passage.documentId))
    return ({ key }: Ranked) => !own.has(key)
  }
}

/** The rarest words of a passage that others have, too, as a query. */
function tellingWords({ text }: LoadedPassage, { passages, frequency }: Weighing): Query {
  const most = Math.max(passages * 0.08, 50)
  const words = new Map(piecesOf(text).map((piece) => [stem(piece.text), piece.text]))
  const telling = [...words]
    .filter(([, word]) => word.length >= shortest && !isFunctionWord(word) && !/^\p{N}+$/u.test(word))
    .map(([root, word]) => ({ word, found: frequency(root) }))
    .filter(({ found }) => found > 1 && found <= most)
    .toSorted((a, b) => a.found - b.found || a.word.localeCompare(b.word))
    .slice(0, mostWords)
  return parseQuery(telling.map(({ word }) => word).join(' '))
}
