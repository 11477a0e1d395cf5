import { eld } from 'eld/small'
import { LRUCache } from 'lru-cache'

export type LanguageSense = ReturnType<typeof createLanguageSense>

/**
 * Says whether the embedder knows the language of a text. A word search stays as good as it is only where the embedder's
 * opinion counts for as much as it understands.
 */
export function createLanguageSense(languages: readonly string[]) {
  const known = new Set(languages)
  const cache = new LRUCache<string, { readonly known: boolean | null }>({ max: 5_000 })
  return { knows, share }

  /** True or false for a text in sentences; null where a few words or figures do not say. */
  function knows(text: string): boolean | null {
    if (known.has('*')) return true
    const sample = text.slice(0, sampleLength)
    const cached = cache.get(sample) ?? { known: detect(sample) }
    cache.set(sample, cached)
    return cached.known
  }

  /** The share of the texts, among those that say, in a language the embedder knows; null where none says. */
  function share(texts: readonly string[]): number | null {
    const said = texts.map(knows).filter((answer) => answer !== null)
    return said.length === 0 ? null : said.filter(Boolean).length / said.length
  }

  function detect(sample: string): boolean | null {
    const letters = sample.match(/\p{L}/gu)?.length ?? 0
    const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0
    if (letters === 0) return null
    if (latin < letters / 2) return known.has(eld.detect(sample).language)
    if (letters < fewestLetters) return null
    const found = eld.detect(sample)
    return found.language === '' ? null : known.has(found.language)
  }
}

const sampleLength = 400
const fewestLetters = 24
