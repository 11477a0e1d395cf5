import { oc } from '@orpc/contract'
import { z } from 'zod'
import { EmbedderProblem, EmbedderSpec } from './embedding-models.contract.ts'
import { DocumentType, Evidence, Passage, TextRange } from './passage.ts'
import { QueryProblem } from './query-language.ts'

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
})
export type Facets = z.infer<typeof Facets>

export const EvidenceInput = z.object({
  /** A question, or a sentence of an answer. */
  claim: z.string().max(8_000),
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
})
export type SearchHealth = z.infer<typeof SearchHealth>

const find = oc.input(FindInput).output(Found)
const facets = oc.input(FindInput).output(Facets)

/** What the page, the command line and HTTP may ask about search. */
export const searchContract = {
  /** Finds passages by words and by meaning, best first. */
  find: find.route({ method: 'POST', path: '/search', summary: 'Find passages by words and by meaning' }),
  /** Counts what each filter value would leave of the documents that match the words. */
  facets: facets.route({ method: 'POST', path: '/search/facets', summary: 'Count matches per filter value' }),
}

/** What main may ask of the search process. */
export const searchWorkerContract = {
  /** Finds passages by words and by meaning, best first. */
  find,
  facets,
  /** The sentences of the given passages that best support a claim, best first, at most one range per sentence. */
  evidence: oc.input(EvidenceInput).output(z.array(Evidence)),
  /** Takes up what was written or removed since the last call; resolves when it can be found. */
  refresh: oc.output(z.object({ vectors: z.number().int() })),
  /** Opens a model beside the one that answers and builds its index; resolves when `use` can change to it in no time. */
  prepare: oc.input(EmbedderSpec).output(z.object({ vectors: z.number().int(), problem: EmbedderProblem.optional() })),
  /** Answers with this model from the next question on. Where it cannot be opened words answer, and health says why. */
  use: oc.input(EmbedderSpec).output(SearchHealth),
  /** Removes the index of a model that does not answer. */
  forget: oc.input(z.object({ id: z.string() })).output(z.object({ removed: z.boolean() })),
  /** Whether the index can be searched by meaning, or is being built, or only words are left. */
  health: oc.output(SearchHealth),
}
