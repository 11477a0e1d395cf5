import { createHash } from 'node:crypto'
import type { Purpose } from './embedder.ts'

/** What a model wants before a text, by what the text is for. */
export type Prefixes = Readonly<Record<Purpose, string>>

export const noPrefixes: Prefixes = { passage: '', question: '' }

const retrieval = 'Represent this sentence for searching relevant passages: '

/** Families whose cards say that they were trained with such words; without them they find less. */
const families: readonly { readonly name: RegExp; readonly prefixes: Prefixes }[] = [
  { name: /(^|[-_/])e5[-_](?!mistral)(?!.{0,200}instruct)/i, prefixes: { passage: 'passage: ', question: 'query: ' } },
  { name: /nomic-embed-text/i, prefixes: { passage: 'search_document: ', question: 'search_query: ' } },
  { name: /mxbai-embed-large/i, prefixes: { passage: '', question: retrieval } },
  { name: /snowflake-arctic-embed(?!2)/i, prefixes: { passage: '', question: retrieval } },
  { name: /embeddinggemma/i, prefixes: { passage: 'title: none | text: ', question: 'task: search result | query: ' } },
]

/** The words a model of this name wants, as far as they are known. */
export function prefixesByName(name: string): Prefixes {
  return families.find((family) => family.name.test(name))?.prefixes ?? noPrefixes
}

/** One name for weights together with the words before texts: with other words a model gives other vectors. */
export function revisionOf(digest: string, prefixes: Prefixes): string {
  const plain = prefixes.passage === '' && prefixes.question === ''
  const whole = plain
    ? digest
    : createHash('sha256')
        .update(`${digest}\n${JSON.stringify(prefixes)}`)
        .digest('hex')
  return whole.replace(/^sha256[:-]/, '').slice(0, 16)
}
