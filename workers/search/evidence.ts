import { LRUCache } from 'lru-cache'
import type { Evidence, TextRange } from '#contract/passage'
import type { EvidenceInput } from '#contract/search.contract'
import type { Embedder } from '#models/embedding/embedder'
import { piecesOf } from '../words.ts'
import type { Contrast } from './contrast.ts'
import { dot } from './exact-vectors.ts'
import { bringsAnswer, expectedAnswer } from './expected-answer.ts'
import { isFunctionWord } from './function-words.ts'
import type { LanguageSense } from './language.ts'
import type { LoadedPassage, PassageStore } from './passage.store.ts'
import { stem } from './porter.ts'
import { parseQuery } from './query.ts'
import { coverage, type Weighing, type WeightedTerm, weighTerms, wordsOf } from './relevance.ts'
import { sentencesOf } from './sentences.ts'

export interface EvidenceDeps {
  readonly passages: Pick<PassageStore, 'loadById'>
  /** Null for each text where the model is away: words decide alone. */
  readonly embedder: {
    embed: (...texts: Parameters<Embedder['embed']>) => Promise<readonly Float32Array[] | null>
  } | null
  readonly languages: LanguageSense
  readonly contrast: Contrast
}

interface Candidate {
  readonly passage: LoadedPassage
  readonly range: TextRange
  readonly text: string
  /** What is embedded: a sentence such as "Drain it daily" needs the heading above it. */
  readonly inContext: string
  /** With the sentence before it, which often names what this one only calls *it*; null where there is none, or it is a row. */
  readonly withBefore: string | null
  readonly shared: number
  /** 1 for a sentence, less for a heading or another scrap that only names things. */
  readonly fullness: number
}

/** Finds the sentences that support a claim: by meaning, by the rare words they share with it, and by whether they bring what is asked for. */
export function createEvidence({ passages, embedder, languages, contrast }: EvidenceDeps) {
  const vectors = new LRUCache<string, Float32Array>({ max: 4_000 })
  return { support }

  /** The best sentences of the given passages for a claim, best first. */
  async function support(input: EvidenceInput, weighing: Weighing, signal?: AbortSignal): Promise<Evidence[]> {
    const inLibrary = weighTerms(parseQuery(input.claim.replaceAll('"', ' ')), weighing)
    const loaded = passages.loadById(input.passageIds)
    const terms = input.asks ? amongSentences(inLibrary, loaded) : inLibrary
    const candidates = loaded
      .flatMap((passage) => candidatesOf(passage, terms, input.asks ?? false))
      .toSorted((a, b) => b.shared - a.shared)
      .slice(0, mostSentences)
    const expected = expectedAnswer(input.claim)
    const understood = embedder && languages.knows(input.claim) !== false
    const cosines = understood ? await cosinesOf(input.claim, candidates, signal) : null
    const ranked = candidates
      .map((one, index) => {
        const cosine = cosines && Math.max(0, cosines[index] ?? 0)
        const share = input.asks ? questionShare : meaningShare
        const shown = cosine === null ? one.shared : one.shared * (1 - share) + cosine * share
        const brings = bringsAnswer(one.text, input.claim, expected) ? 1 : withoutAnswer
        return { one, score: shown * one.fullness * brings }
      })
      .toSorted((a, b) => b.score - a.score)
    const least = (ranked[0]?.score ?? 0) * leastShare
    return ranked
      .filter(({ score }) => score >= least)
      .slice(0, input.limit ?? 8)
      .map(({ one, score }) => ({
        passageId: one.passage.id,
        sentence: one.range,
        marks: carryingWords(one.text, terms).map(({ start, end }) => ({
          start: start + one.range.start,
          end: end + one.range.start,
        })),
        score: Math.min(1, Math.max(0, score)),
      }))
  }

  async function cosinesOf(claim: string, candidates: readonly Candidate[], signal?: AbortSignal) {
    const texts = candidates.flatMap(({ inContext, withBefore }) => [
      inContext,
      ...(withBefore === null ? [] : [withBefore]),
    ])
    const missing = [...new Set(texts.filter((text) => !vectors.has(text)))]
    const [asked] = (await embedder?.embed([claim], signal, 'question')) ?? []
    const embedded = asked && (await embedder?.embed(missing, signal, 'passage'))
    if (!asked || !embedded) return null
    const all = new Map([...missing.entries()].map(([index, text]) => [text, embedded[index]]))
    const vectorOf = (text: string) => all.get(text) ?? vectors.get(text)
    const cosineOf = (text: string) => {
      const vector = vectorOf(text)
      return vector ? contrast(dot(asked, vector)) : 0
    }
    const cosines = candidates.map(({ inContext, withBefore }) => {
      const own = cosineOf(inContext)
      return withBefore === null ? own : (Math.max(0, own) + Math.max(0, cosineOf(withBefore))) / 2
    })
    for (const [text, vector] of all) if (vector) vectors.set(text, vector)
    return cosines
  }

  function candidatesOf(passage: LoadedPassage, terms: readonly WeightedTerm[], asks: boolean): Candidate[] {
    const ranges = sentencesOf(passage)
    const texts = ranges.map(({ start, end }) => passage.text.slice(start, end))
    const around = asks && !isOfRows(passage.type)
    const whole = around ? coverage(passage.text, terms) : 0
    return ranges.map((range, index) => {
      const [text = '', before = '', after = ''] = [texts[index], texts[index - 1], texts[index + 1]]
      const inContext = passage.heading === null ? text : `${passage.heading}\n${text}`
      const own = coverage(text, terms)
      const withContext = coverage(`${passage.title} ${inContext}`, terms)
      const alone = own + (withContext - own) * contextShare
      const shared = around
        ? weighted([
            [alone, 1],
            [coverage(`${before} ${text}`, terms), beforeWeight],
            [coverage(`${text} ${after}`, terms), besideWeight],
            [whole, besideWeight],
          ])
        : alone
      const fullness = (isScrap(text, passage.type) ? scrapShare : 1) * (around ? lengthShare(text) : 1)
      const withBefore = around && before !== '' ? `${before} ${text}` : null
      return { passage, range, text, inContext, withBefore, shared, fullness }
    })
  }
}

/** Terms weighed by how much they tell the sentences of these passages apart, too: what all of them name decides nothing. */
function amongSentences(terms: readonly WeightedTerm[], passages: readonly LoadedPassage[]): readonly WeightedTerm[] {
  const sentences = passages.flatMap((passage) =>
    sentencesOf(passage).map(({ start, end }) => passage.text.slice(start, end)),
  )
  const holders = sentences.map(wordsOf)
  return terms.map(({ term, weight }) => {
    const having = holders.filter((has) => has(term)).length
    return { term, weight: weight * Math.log(1 + sentences.length / (1 + having)) ** amongShare }
  })
}

/** Found on half of the English XQuAD questions; at 1 a word that only one sentence happens to have would decide. */
const amongShare = 0.3

function weighted(parts: readonly (readonly [value: number, weight: number])[]): number {
  const total = parts.reduce((sum, [, weight]) => sum + weight, 0)
  return parts.reduce((sum, [value, weight]) => sum + value * weight, 0) / total
}

/** A sentence of a few words has room for little of an answer. */
function lengthShare(text: string): number {
  return Math.min(1, shortShare + piecesOf(text).length / fullLength)
}

/** Rows and lines of code stand for themselves. */
function isOfRows(type: LoadedPassage['type']): boolean {
  return type === 'csv' || type === 'json' || type === 'code' || type === 'sheet'
}

const mostSentences = 40
/** A sentence this far below the best one says something else. */
const leastShare = 0.6
/** Words that stand in the title or the headings count, for less than those of the sentence itself. */
const contextShare = 0.4
/** Of a sentence's score, beside the words it shares with the claim. */
const meaningShare = 0.6
/** The same where something is asked: found, with the next ones, on half of the English XQuAD questions and tried on the others. */
const questionShare = 0.5
const beforeWeight = 1
const besideWeight = 0.6
const shortShare = 0.6
const fullLength = 20
/** For a sentence without a number where one is asked for, or without a name. */
const withoutAnswer = 0.8
const scrapShare = 0.6

/** A heading, a running title, a label: few words, and nothing that ends a sentence. */
function isScrap(text: string, type: LoadedPassage['type']): boolean {
  if (type === 'csv' || type === 'json' || type === 'code' || /[.!?。！？:;]["”’)]?$/.test(text)) return false
  const pieces = piecesOf(text)
  return pieces.filter(({ text: piece }) => !isFunctionWord(piece) && !/^\p{N}+$/u.test(piece)).length < fewestWords
}

const fewestWords = 5

/** Runs of shared words, with the small words between them, without lone common words. */
function carryingWords(sentence: string, terms: readonly WeightedTerm[]): TextRange[] {
  const weights = new Map(terms.flatMap(({ term, weight }) => term.stems.map((one) => [one, weight] as const)))
  const pieces = piecesOf(sentence)
  const telling = pieces.map((piece) => weights.get(stem(piece.text)) ?? 0)
  const enough = Math.max(...telling, 0) * tellingShare
  const runs: { first: number; last: number }[] = []
  for (const [index, weight] of telling.entries()) {
    if (weight < enough || weight === 0) continue
    const run = runs.at(-1)
    if (run && index - run.last <= widestGap + 1) run.last = index
    else runs.push({ first: index, last: index })
  }
  return runs.map(({ first, last }) => ({ start: pieces[first]?.start ?? 0, end: pieces[last]?.end ?? 0 }))
}

const tellingShare = 0.35
const widestGap = 2
