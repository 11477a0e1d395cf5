import { oc } from '@orpc/contract'
import { z } from 'zod'
import { EmbedderProblem, EmbedderSpec } from './embedding-models.contract.ts'
import { DocumentType, Evidence, Passage, TextRange } from './passage.ts'
import { QueryProblem } from './query-language.ts'
import { RerankerFolder, RerankerProblem, TriedReranker } from './reranking.contract.ts'
import type { Failure } from './result.ts'
import { savedSearchesContract } from './saved-searches.contract.ts'

export const SearchMode = z.enum(['fused', 'words', 'meaning'])
export type SearchMode = z.infer<typeof SearchMode>

/** Empty or absent lists mean no restriction; times are milliseconds since the Unix epoch. */
export const SearchFilters = z.object({
  sourceIds: z.array(z.string()).optional(),
  documentIds: z.array(z.string()).optional(),
  types: z.array(DocumentType).optional(),
  /** Documents that have one of these tags. */
  tags: z.array(z.string()).optional(),
  /** Documents of the sources in one of these collections. */
  collectionIds: z.array(z.string()).optional(),
  /** Documents by one of these persons, as the documents name them. */
  authors: z.array(z.string()).optional(),
  /** When it was written, where the document says so, else when its file changed. */
  modifiedAfter: z.number().optional(),
  modifiedBefore: z.number().optional(),
})
export type SearchFilters = z.infer<typeof SearchFilters>

/** By date: what is relevant among the best, by when it was written; what hardly answers is left out. */
export const SearchOrder = z.enum(['relevance', 'newest', 'oldest'])
export type SearchOrder = z.infer<typeof SearchOrder>

export const FindInput = z.object({
  /** In the query language (docs/search.md); without words, the newest documents that its fields leave. */
  query: z.string().max(8_000),
  limit: z.number().int().min(1).max(1_000).default(10),
  mode: SearchMode.default('fused'),
  /** `document` keeps at most one passage, the best, of each document. */
  by: z.enum(['passage', 'document']).default('passage'),
  filters: SearchFilters.default({}),
  /** While typing the last word is taken as the beginning of a word. */
  typing: z.boolean().default(false),
  /** Whether the cross-encoder, where there is one, orders the best passages of a fused search; left out: unless typing. */
  reread: z.boolean().optional(),
  order: SearchOrder.default('relevance'),
  /** How much newer documents are preferred, from 0 (not at all) to 1; what the person set when left out. */
  recency: z.number().min(0).max(1).optional(),
})
export type FindInput = z.input<typeof FindInput>

export const FoundPassage = Passage.extend({
  /** Higher is better; comparable within one search only. */
  score: z.number(),
  /** The words of the query, within `text`. */
  marks: z.array(TextRange),
  /** False when nothing suggests that the passage answers the query: the base of "nothing found". */
  relevant: z.boolean(),
})
export type FoundPassage = z.infer<typeof FoundPassage>

export const Found = z.object({
  passages: z.array(FoundPassage),
  /** What was really used: `words` while no vectors exist or the embedding model cannot be loaded. */
  mode: SearchMode,
  milliseconds: z.number(),
  searched: z.object({ documents: z.number().int(), passages: z.number().int() }),
  /** What of the query could not be understood and was left out. */
  problems: z.array(QueryProblem),
  /** The query with words that stand nowhere spelled as the library spells their likes; null when there is nothing to mend. */
  didYouMean: z.string().nullable(),
})
export type Found = z.infer<typeof Found>

/** How many passages of the matching documents each value of a filter would leave. */
export const Facets = z.object({
  types: z.array(z.object({ type: DocumentType, count: z.number().int() })),
  sources: z.array(z.object({ sourceId: z.string(), count: z.number().int() })),
  tags: z.array(z.object({ tag: z.string(), count: z.number().int() })),
  authors: z.array(z.object({ author: z.string(), count: z.number().int() })),
  /** Written in the past 7, 31 and 366 days, and before that. */
  dates: z.object({
    week: z.number().int(),
    month: z.number().int(),
    year: z.number().int(),
    older: z.number().int(),
  }),
  /** True: the words are in so many passages that counting stopped; the counts are the least there are. */
  partial: z.boolean(),
})
export type Facets = z.infer<typeof Facets>

/** A step of a search, in the order in which they are taken; `-again` is the second look, `reranked` a cross-encoder's. */
export const SearchStage = z.enum(['words', 'meaning', 'fused', 'words-again', 'meaning-again', 'reranked', 'result'])
export type SearchStage = z.infer<typeof SearchStage>

export const ExplainInput = FindInput.extend({
  /** How many of the best of each stage are told, beside the result. */
  perStage: z.number().int().min(0).max(1_000).default(5),
})
export type ExplainInput = z.input<typeof ExplainInput>

/** Why a search found what it found. */
export const Explained = z.object({
  found: Found,
  /** How the words were understood. */
  terms: z.array(
    z.object({
      words: z.string(),
      kind: z.enum(['word', 'phrase', 'excluded']),
      /** Passages that have it in one of its forms. */
      passages: z.number().int(),
      /** How much it tells passages apart; 0 where it does not count. */
      weight: z.number(),
    }),
  ),
  /** Null where nothing was embedded. */
  embedder: z
    .object({
      id: z.string(),
      /** From 0 to 1: how far it understands question and library. */
      understands: z.number(),
    })
    .nullable(),
  stages: z.array(
    z.object({
      stage: SearchStage,
      milliseconds: z.number(),
      /** How many passages it ranked. */
      ranked: z.number().int(),
      /** Words that the first results added. */
      words: z.string().nullable(),
    }),
  ),
  /** The best of the result and of each stage: where each stage ranked them (from 1) and with which score. */
  rows: z.array(
    z.object({
      passage: FoundPassage,
      /** The share of the weight of the words that the passage has. */
      covered: z.number(),
      /** Cosine to the question, on the scale on which relevance is judged; null where it says nothing. */
      cosine: z.number().nullable(),
      ranks: z.partialRecord(SearchStage, z.object({ rank: z.number().int(), score: z.number() })),
    }),
  ),
})
export type Explained = z.infer<typeof Explained>

export const AlikeInput = z.object({ passageId: z.string(), limit: z.number().int().min(1).max(200).default(20) })
export type AlikeInput = z.input<typeof AlikeInput>

export const EvidenceInput = z.object({
  /** A question, or a sentence of an answer. */
  claim: z.string().max(8_000),
  /** Whether it asks: what answers a question often stands beside the sentence that names what is asked about. */
  asks: z.boolean().default(false),
  passageIds: z.array(z.string()).max(50),
  limit: z.number().int().min(1).max(50).default(8),
})
export type EvidenceInput = z.input<typeof EvidenceInput>

export const SearchHealth = z.object({
  state: z.enum(['ready', 'building', 'words-only']),
  /** For logs and the health page: why meaning is missing, or how far the index is. */
  detail: z.string(),
  vectors: z.number().int(),
  engine: z.string(),
  /** The cross-encoder, where a person gave one; with a problem the passages keep the order they have without it. */
  reranker: RerankerFolder.extend({ problem: RerankerProblem.nullable() }).optional(),
})
export type SearchHealth = z.infer<typeof SearchHealth>

const PASSAGE_NOT_FOUND = { status: 404, data: z.object({ passageId: z.string() }) }

export interface PassageNotFound extends Failure<'PASSAGE_NOT_FOUND'> {
  readonly passageId: string
}

const find = oc.input(FindInput).output(Found)
const facets = oc.input(FindInput).output(Facets)
const explain = oc.input(ExplainInput).output(Explained)

/** What the page, the command line and HTTP may ask about search. */
export const searchContract = {
  /** Finds passages by words and by meaning, best first. */
  find: find.route({ method: 'POST', path: '/search', summary: 'Find passages by words and by meaning' }),
  /** Counts what each filter value would leave of the documents that match the words. */
  facets: facets.route({ method: 'POST', path: '/search/facets', summary: 'Count matches per filter value' }),
  /** Finds passages of other documents on the matter of a passage. */
  alike: oc
    .route({ method: 'POST', path: '/search/alike', summary: 'Find more like a passage' })
    .input(AlikeInput)
    .errors({ PASSAGE_NOT_FOUND })
    .output(Found),
  /** Finds, and tells what each step of the search found. */
  explain: explain.route({ method: 'POST', path: '/search/explain', summary: 'Explain a search' }),
  /** Searches a person keeps, and those they made lately. */
  saved: savedSearchesContract,
}

/** What main may ask of the search process. */
export const searchWorkerContract = {
  /** Finds passages by words and by meaning, best first. */
  find,
  facets,
  /** Finds passages of other documents on the matter of a passage; null when that is not there any more. */
  alike: oc.input(AlikeInput).output(Found.nullable()),
  explain,
  /** The sentences of the given passages that best support a claim, best first, at most one range per sentence. */
  evidence: oc.input(EvidenceInput).output(z.array(Evidence)),
  /** Takes up what was written or removed since the last call; resolves when it can be found. */
  refresh: oc.output(z.object({ vectors: z.number().int() })),
  /** Opens a model beside the one that answers and builds its index; resolves when `use` can change to it in no time. */
  prepare: oc.input(EmbedderSpec).output(z.object({ vectors: z.number().int(), problem: EmbedderProblem.optional() })),
  /** Makes the index of the model that answers anew from the library file; searches go on with the one before meanwhile. */
  rebuild: oc.output(z.object({ vectors: z.number().int() })),
  /** Answers with this model from the next question on. Where it cannot be opened words answer, and health says why. */
  use: oc.input(EmbedderSpec).output(SearchHealth),
  /** Removes the index of a model that does not answer. */
  forget: oc.input(z.object({ id: z.string() })).output(z.object({ removed: z.boolean() })),
  /** Opens the cross-encoder in a folder beside whatever answers, tries and measures it, and closes it. */
  tryReranker: oc
    .input(RerankerFolder)
    .output(
      z.discriminatedUnion('usable', [
        TriedReranker.extend({ usable: z.literal(true) }),
        z.object({ usable: z.literal(false), problem: RerankerProblem }),
      ]),
    ),
  /** Has the cross-encoder in a folder order the best passages from the next question on; null: none does. */
  rerankBy: oc.input(RerankerFolder.nullable()).output(z.object({ heard: z.literal(true) })),
  /** Whether the index can be searched by meaning, or is being built, or only words are left. */
  health: oc.output(SearchHealth),
}
