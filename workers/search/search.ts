import { setImmediate } from 'node:timers/promises'
import type { z } from 'zod'
import type { Evidence } from '#contract/passage'
import type {
  AlikeInput,
  EvidenceInput,
  Explained,
  ExplainInput,
  Facets,
  FindInput,
  Found,
  FoundPassage,
  SearchHealth,
} from '#contract/search.contract'
import type { Embedder } from '#models/embedding/embedder'
import { traced } from '#models/tracing/traced'
import { acceptanceOf } from './acceptance.ts'
import { alike } from './alike.ts'
import { type Away, createAway } from './away.ts'
import type { Contrast } from './contrast.ts'
import { createCounts } from './counts.ts'
import { createEvidence } from './evidence.ts'
import { createTracing, explained } from './explained.ts'
import { type Asked, describe, signsOf } from './judged.ts'
import { createLanguageSense, type LanguageSense } from './language.ts'
import { byDate, preferNewer } from './order.ts'
import type { LoadedPassage, PassageStore, Ranked } from './passage.store.ts'
import { parseQuery } from './query.ts'
import { type RankingInput, rank, understood } from './ranking.ts'
import { rankingExpression, weighTerms } from './relevance.ts'
import { rerank } from './rerank.ts'
import type { Reranking } from './reranking.ts'
import { spelledBetter } from './spelling.ts'
import { timedStages } from './timed-stages.ts'
import { shippedTuning, type Tuning } from './tuning.ts'
import type { Vectors } from './vectors.ts'

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
  readonly tuning?: Tuning
  /** Orders the best passages once more, where a person gave a model for it. */
  readonly reranking?: Pick<Reranking, 'isOn' | 'scores' | 'health'>
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

/** Ranks passages by words and by meaning, and merges both rankings. */
export function createSearch({ passages, meaning, tuning = shippedTuning, reranking }: SearchDeps) {
  let current = answeringWith(meaning)
  const { of: state, weighing } = createCounts(passages)

  return {
    find,
    explain,
    alike: alikeTo,
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
    return during(async (answering) => {
      const timed = async () => findWith(answering, input, { signal, trace: timedStages() })
      return (await traced('find', timed)).found
    })
  }

  /** Finds, and tells what each stage found. */
  function explain(input: z.output<typeof ExplainInput>, signal?: AbortSignal): Promise<Explained> {
    return during(async (answering) => {
      const tracing = createTracing()
      const { found, asked, competent } = await findWith(answering, input, { signal, trace: tracing.trace })
      const { able } = answering
      const embedder = able && asked.cosines ? { id: able.embedder.id, understands: competent } : null
      return explained({
        found,
        ...tracing.seen(),
        query: asked.query,
        terms: asked.terms,
        embedder,
        rowOf: (key) => rowOf(key, asked),
        perStage: input.perStage,
        frequency: weighing().frequency,
      })
    })
  }

  /** Finds passages of other documents on the matter of a passage; null when it is not there any more. */
  function alikeTo({ passageId, limit }: z.output<typeof AlikeInput>): Promise<Found | null> {
    return during(async ({ able, languages, contrast }) => {
      const begun = performance.now()
      const [passage] = passages.loadById([passageId])
      if (!passage) return null
      const competence = languages.share([passage.text]) ?? 1
      const meaning = able && { vectors: able.vectors, model: able.embedder.id }
      const pool = Math.max(leastPool, limit * 4)
      const { query, ranked, near } = alike({ passages, passage, meaning, weighing: weighing(), pool, competence })
      const cosines = competence < understood ? null : new Map(near.map(({ key, score }) => [key, contrast(score)]))
      const asked = { query, terms: weighTerms(query, weighing()), cosines }
      const taken = take(ranked, { limit, by: 'passage' })
      return {
        passages: taken.map((one) => describe(one.passage, one.score, asked)),
        mode: near.length > 0 ? 'fused' : 'words',
        milliseconds: performance.now() - begun,
        searched: { documents: state().documents, passages: state().passages },
        didYouMean: null,
        problems: [],
      }
    })
  }

  async function findWith(
    { able, languages, away, contrast }: Answering,
    input: z.output<typeof FindInput>,
    { signal, trace }: { readonly signal?: AbortSignal | undefined; readonly trace?: RankingInput['trace'] },
  ) {
    const begun = performance.now()
    // While a person types, the next key calls a search off: it is heard only between two pieces of work.
    const pause = async () => {
      await setImmediate()
      signal?.throwIfAborted()
    }
    await pause()
    const query = parseQuery(input.query, input)
    const narrowed = passages.narrow(query.fields, Date.now())
    const fields = narrowed.conditions
    const listing = query.terms.length + query.phrases.length === 0 && fields.length > 0
    const vanished = state().vanished > 0
    // A list is narrowed by its own query, unless words are left out of it.
    const all = listing && query.excluded.length === 0
    const accepted = all ? undefined : acceptanceOf({ passages, query, filters: input.filters, fields, vanished })
    const wished = able && able.vectors.size() > 0 ? input.mode : 'words'
    const asking = wished !== 'words' && query.text.trim() !== ''
    const embedded = async () => (await away.embed([query.text], signal, 'question')) ?? []
    const [vector = null] = asking ? await traced('embed-question', embedded) : []
    signal?.throwIfAborted()
    const mode = asking && vector === null ? 'words' : wished
    const pool = Math.max(leastPool, input.limit * (input.by === 'document' ? 4 : 2))

    const { ranked, near, competent } = await rank({
      passages,
      query,
      mode,
      asked: vector && able && { vector, vectors: able.vectors, model: able.embedder.id },
      accepted,
      pool,
      weighing: weighing(),
      pause,
      competence: (words) => competence(languages, query.text, words),
      // While a person types there is no time for it.
      reorder:
        (input.reread ?? !input.typing)
          ? (merged) => rerank(merged, { passages, reranking, question: query.text, signal })
          : undefined,
      trace,
      tuning,
    })
    const dated = { limit: pool, oldest: input.order === 'oldest' }
    const byAge = () => passages.byAge(input.filters, fields, dated).filter(({ key }) => accepted?.has(key) ?? true)
    const preferred = preferNewer(ranked, {
      recency: input.recency ?? 0,
      now: Date.now(),
      writtenAt: passages.writtenAt,
    })
    const taken = take(listing ? byAge() : preferred, {
      ...input,
      limit: input.order === 'relevance' ? input.limit : pool,
    })
    const cosines = competent < understood ? null : new Map(near.map(({ key, score }) => [key, contrast(score)]))
    const asked: Asked = { query, terms: weighTerms(query, weighing()), cosines }
    const described = traced('read-passages', () => taken.map(({ passage, score }) => describe(passage, score, asked)))
    // What is listed was narrowed to, not judged.
    const judged = listing ? described.map((one) => ({ ...one, relevant: true })) : described
    const found: Found = {
      passages: input.order === 'relevance' ? judged : ordered(judged, input.order, input.limit),
      mode,
      milliseconds: performance.now() - begun,
      searched: { documents: state().documents, passages: state().passages },
      didYouMean: spelledBetter({ ...input, passages, large: state().passages > 200_000 }),
      problems: [...query.problems, ...narrowed.problems].toSorted((a, b) => a.start - b.start),
    }
    return { found, asked, competent }
  }

  function ordered(found: readonly FoundPassage[], order: 'newest' | 'oldest', limit: number): FoundPassage[] {
    const relevant = found.filter((one) => one.relevant || one.marks.length > 0)
    const times = passages.writtenAtOf(relevant.map(({ documentId }) => documentId))
    return byDate(relevant, order, ({ documentId }) => times.get(documentId) ?? 0).slice(0, limit)
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
    const reranker = reranking?.health()
    const more = reranker && { reranker }
    if (!able) return { state: 'words-only', detail: missing, vectors: 0, engine: 'none', ...more }
    const vectors = able.vectors.size()
    const problem = away.problem()
    if (problem) return { state: 'words-only', detail: problem, vectors, engine: able.vectors.health().engine, ...more }
    return { ...able.vectors.health(), vectors, ...more }
  }

  /** How far the embedder understands question and library: the passages that share the question's words tell best. */
  function competence(languages: LanguageSense, question: string, words: readonly Ranked[]): number {
    const texts = passages.load(words.slice(0, 10).map(({ key }) => key)).map(({ text }) => text)
    const shares = [languages.share(texts), languages.share([question])].filter((share) => share !== null)
    return shares.length === 0 ? 1 : Math.min(...shares)
  }

  function take(ranking: readonly Ranked[], { limit, by }: Pick<z.output<typeof FindInput>, 'limit' | 'by'>) {
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

  function rowOf(key: number, asked: Asked) {
    const [passage] = passages.load([key])
    if (!passage) return null
    const { covered, cosine } = signsOf(passage, asked)
    return { passage: describe(passage, 0, asked), covered, cosine }
  }
}

const leastPool = 200
