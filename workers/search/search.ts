import type { z } from 'zod'
import type { Evidence } from '#contract/passage'
import type { EvidenceInput, Facets, FindInput, Found, FoundPassage, SearchHealth } from '#contract/search.contract'
import type { Embedder } from '#models/embedding/embedder'
import { acceptanceOf } from './acceptance.ts'
import { type Away, createAway } from './away.ts'
import type { Contrast } from './contrast.ts'
import { createEvidence } from './evidence.ts'
import { expansionOf, expansionShare, movedTowards, patternsOf } from './feedback.ts'
import { blend, fuse } from './fusion.ts'
import { createLanguageSense, type LanguageSense } from './language.ts'
import { marksIn } from './marks.ts'
import type { LoadedPassage, PassageStore, Ranked } from './passage.store.ts'
import { parseQuery, type Query } from './query.ts'
import { coverage, isRelevant, rankingExpression, type WeightedTerm, weighTerms } from './relevance.ts'
import { spelledBetter } from './spelling.ts'
import type { Acceptance, Vectors } from './vectors.ts'

export interface Meaning {
  readonly embedder: Embedder
  readonly vectors: Vectors
  /** Brings cosines to the scale on which relevance is judged; absent where they are on it. */
  readonly contrast?: Contrast
}

export interface SearchDeps {
  readonly passages: PassageStore
  /** Null, with the reason, where the embedding model cannot be loaded. */
  readonly meaning: Meaning | { readonly missing: string }
}

export type Search = ReturnType<typeof createSearch>

/** What answers now: a question that began with one model ends with it, whatever is changed meanwhile. */
interface Answering {
  readonly able: Meaning | null
  readonly missing: string
  readonly languages: LanguageSense
  readonly evidence: ReturnType<typeof createEvidence>
  readonly away: Away
  readonly contrast: Contrast
  uses: number
  /** Set once another model answers: called when no question needs this one any more. */
  retire: (() => void) | null
}

interface Asked {
  readonly query: Query
  readonly terms: readonly WeightedTerm[]
  /** Null where the embedder's opinion says nothing. */
  readonly cosines: ReadonlyMap<number, number> | null
}

/** Ranks passages by words and by meaning, and merges both rankings. */
export function createSearch({ passages, meaning }: SearchDeps) {
  let current = answeringWith(meaning)
  let known = { version: -1, documents: 0, passages: 0, vanished: 0, frequencies: new Map<string, number>() }

  return {
    find,
    facets,
    evidence: (input: EvidenceInput, signal?: AbortSignal): Promise<Evidence[]> =>
      during(({ evidence }) => evidence.support(input, weighing(), signal)),
    refresh,
    health,
    use,
  }

  /** Answers with another model from the next question on; resolves when none is being answered with the one before. */
  function use(meaning: SearchDeps['meaning']): Promise<void> {
    const before = current
    current = answeringWith(meaning)
    return new Promise((resolve) => {
      before.retire = resolve
      if (before.uses === 0) resolve()
    })
  }

  function answeringWith(meaning: SearchDeps['meaning']): Answering {
    const able = 'embedder' in meaning ? meaning : null
    const languages = createLanguageSense(able?.embedder.languages ?? [])
    const away = createAway(able?.embedder ?? null)
    const contrast = able?.contrast ?? ((cosine: number) => cosine)
    const evidence = createEvidence({ passages, embedder: able && away, languages, contrast })
    const missing = 'missing' in meaning ? meaning.missing : ''
    return { able, missing, languages, evidence, away, contrast, uses: 0, retire: null }
  }

  async function during<T>(work: (answering: Answering) => Promise<T>): Promise<T> {
    const answering = current
    answering.uses += 1
    try {
      return await work(answering)
    } finally {
      answering.uses -= 1
      if (answering.uses === 0) answering.retire?.()
    }
  }

  /** Finds passages by words and by meaning, best first. */
  function find(input: z.output<typeof FindInput>, signal?: AbortSignal): Promise<Found> {
    return during((answering) => findWith(answering, input, signal))
  }

  async function findWith(
    { able, languages, away, contrast }: Answering,
    input: z.output<typeof FindInput>,
    signal?: AbortSignal,
  ): Promise<Found> {
    const begun = performance.now()
    const query = parseQuery(input.query, input)
    const narrowed = passages.narrow(query.fields, Date.now())
    const fields = narrowed.conditions
    const accepted = acceptanceOf({ passages, query, filters: input.filters, fields, vanished: state().vanished > 0 })
    const wished = able && able.vectors.size() > 0 ? input.mode : 'words'
    const asking = wished !== 'words' && query.text.trim() !== ''
    const [vector = null] = asking ? ((await away.embed([query.text], signal, 'question')) ?? []) : []
    signal?.throwIfAborted()
    const mode = asking && vector === null ? 'words' : wished
    const pool = Math.max(leastPool, input.limit * (input.by === 'document' ? 4 : 2))

    const words = mode === 'meaning' ? [] : byWords(query, pool, accepted)
    const near = vector ? (able?.vectors.nearest(vector, pool, accepted) ?? []) : []
    const competent = vector === null ? 0 : competence(languages, query.text, words)
    const rankings = {
      words: () => words,
      meaning: () => near,
      fused: () => {
        // Beside the meaning, the small words of a question (how many, who) help; alone they mislead.
        const alone = competent < understood || state().passages > manyPassages
        const every = alone ? words : byWords(query, pool, accepted, 'all')
        const first = fuse({ words: every, meaning: near, competence: competent })
        if (!able || !vector || competent < understood) return first
        const patterns = patternsOf(first, passages.load)
        const expansion = expansionOf(patterns, query, weighing())
        const more = expansion === null ? [] : passages.matching(expansion, pool, accepted?.has)
        const moved = movedTowards(vector, patterns, (key) => passages.vector(able.embedder.id, key))
        return fuse({
          words: blend(every, more, expansionShare),
          meaning: able.vectors.nearest(moved, pool, accepted),
          competence: competent,
        })
      },
    }
    const listing = query.terms.length + query.phrases.length === 0 && fields.length > 0
    const found = listing
      ? take(
          passages.newest(input.filters, fields, pool).filter(({ key }) => accepted?.has(key)),
          input,
        )
      : take(rankings[mode](), input)
    const cosines = competent < understood ? null : new Map(near.map(({ key, score }) => [key, contrast(score)]))
    const asked = { query, terms: weighTerms(query, weighing()), cosines }
    return {
      passages: found.map(({ passage, score }) => ({
        ...describe(passage, score, asked),
        ...(listing ? { relevant: true } : {}),
      })),
      mode,
      milliseconds: performance.now() - begun,
      searched: { documents: state().documents, passages: state().passages },
      didYouMean: spelledBetter({ ...input, passages }),
      problems: [...query.problems, ...narrowed.problems].toSorted((a, b) => a.start - b.start),
    }
  }

  async function facets(input: z.output<typeof FindInput>): Promise<Facets> {
    const query = parseQuery(input.query, input)
    const now = Date.now()
    const { conditions } = passages.narrow(query.fields, now)
    const expression = rankingExpression(query, weighing())
    return passages.facets({ expression, filters: input.filters, fields: conditions, now })
  }

  async function refresh(): Promise<{ vectors: number }> {
    current.able?.vectors.refresh()
    return { vectors: current.able?.vectors.size() ?? 0 }
  }

  async function health(): Promise<SearchHealth> {
    const { able, missing, away } = current
    if (!able) return { state: 'words-only', detail: missing, vectors: 0, engine: 'none' }
    const vectors = able.vectors.size()
    const problem = away.problem()
    if (problem) return { state: 'words-only', detail: problem, vectors, engine: able.vectors.health().engine }
    return { ...able.vectors.health(), vectors }
  }

  function byWords(
    query: Query,
    limit: number,
    accepted: Acceptance | undefined,
    which: 'telling' | 'all' = 'telling',
  ): readonly Ranked[] {
    const words = rankingExpression(query, weighing(), { words: which })
    return words === null ? [] : passages.matching(words, limit, accepted?.has)
  }

  /** How far the embedder understands question and library: the passages that share the question's words tell best. */
  function competence(languages: LanguageSense, question: string, words: readonly Ranked[]): number {
    const texts = passages.load(words.slice(0, 10).map(({ key }) => key)).map(({ text }) => text)
    const shares = [languages.share(texts), languages.share([question])].filter((share) => share !== null)
    return shares.length === 0 ? 1 : Math.min(...shares)
  }

  function take(ranking: readonly Ranked[], { limit, by }: z.output<typeof FindInput>) {
    const taken: { passage: LoadedPassage; score: number }[] = []
    const documents = new Set<string>()
    for (const { key, score } of ranking) {
      const [passage] = passages.load([key])
      if (!passage || (by === 'document' && documents.has(passage.documentId))) continue
      documents.add(passage.documentId)
      taken.push({ passage, score })
      if (taken.length === limit) break
    }
    return taken
  }

  function describe(passage: LoadedPassage, score: number, { query, terms, cosines }: Asked): FoundPassage {
    const { key, ...shown } = passage
    const relevant = isRelevant({
      covered: coverage(`${passage.title} ${passage.heading ?? ''} ${passage.text}`, terms),
      cosine: cosines && (cosines.get(key) ?? 0),
      cut: query.terms.filter(({ cut }) => cut).length / Math.max(1, query.terms.length),
    })
    return { ...shown, score, marks: marksIn(passage.text, query), relevant }
  }

  function weighing() {
    const { passages: total, frequencies } = state()
    const frequency = (stem: string) => {
      const cached = frequencies.get(stem) ?? passages.frequency(stem)
      frequencies.set(stem, cached)
      return cached
    }
    return { passages: total, frequency }
  }

  /** Counts of the library, taken again when another process has written to it. */
  function state() {
    const version = passages.version()
    if (version !== known.version) known = { version, ...passages.counts(), frequencies: new Map() }
    return known
  }
}

const leastPool = 200
/** In a library so large the small words are too common to be ranked by anyway. */
const manyPassages = 20_000
/** From this share of known languages on the embedder's opinion says something. */
const understood = 0.5
