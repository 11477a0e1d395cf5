import type { Turn } from '#contract/chat.contract'
import type { FoundPassage } from '#contract/search.contract'
import type { ChatModel, NumberedPassage, Picture } from '#models/chat/chat-model'
import { traced } from '#models/tracing/traced'
import type { WordsRequest } from './answer-words.ts'
import { shareOut, shareTaken } from './budget.ts'
import type { FindEvidence } from './evidence.ts'
import { buildPrompt, type Prompt } from './prompt.ts'
import type { Recalled } from './told.ts'

export interface ToRequest {
  readonly question: string
  /** What the person asks of every answer. */
  readonly style: string
  readonly history: readonly Turn[]
  readonly recalled: Recalled
  /** Who is asked. */
  readonly asked: string
  /** What stands already of an answer that is gone on with. */
  readonly kept: string
  readonly numbered: readonly NumberedPassage[]
  readonly pictures: readonly Picture[]
  readonly contextLength: number
  /** What share of an estimate the model's tokens take. */
  readonly taken: number
}

export type PromptRequest = WordsRequest & Pick<Prompt, 'parts' | 'untold' | 'told' | 'numbers'>

/** About what a model makes of a picture. */
const tokensOfPicture = 1_000

/** What a model is asked, as far as its context has room. */
export function requestFor(wanted: ToRequest): PromptRequest {
  const { question, style, history, recalled, asked, kept, numbered, pictures, contextLength, taken } = wanted
  const room = Math.max(contextLength / 2, contextLength - pictures.length * tokensOfPicture)
  const { answer } = shareOut(Math.floor(room), `${question} ${style}`, kept)
  const budget = { ...shareOut(Math.floor(room / taken), `${question} ${style}`, kept), answer }
  const passages = numbered.map(({ passage }) => passage)
  const build = () => buildPrompt({ question, passages, pictures, history, recalled, asked, budget, kept, style })
  const prompt = traced('prompt', build)
  const { given, numbers } = prompt
  return { ...prompt, passages: numbered.slice(0, given), answerTokens: answer, toOwn: numbers.toOwn }
}

/** What share of its estimate the last prompt took of the same model. */
export function takenBefore(history: readonly Turn[], model: string, limit: number): number {
  const last = history.findLast(({ answer }) => answer?.context && answer.model === model)?.answer?.context
  if (last?.limit !== limit) return 1
  const { instructions, summary, history: said, passages, question, promptTokens } = last
  return shareTaken({ estimated: instructions + summary + said + passages + question, counted: promptTokens })
}

export interface ToNumber {
  readonly model: ChatModel
  readonly question: string
  readonly findEvidence: FindEvidence
  readonly signal: AbortSignal
}

/** Passages by their numbers in an answer, for quotes with the sentences to choose from. */
export async function numberPassages(
  relevant: readonly FoundPassage[],
  { model, question, findEvidence, signal }: ToNumber,
): Promise<readonly NumberedPassage[]> {
  const passages = relevant.map(({ score: _score, marks: _marks, relevant: _relevant, ...passage }) => passage)
  // A model reads the passages itself; only quotes need their sentences, and a model's first word must not wait for them.
  const evidence =
    model.runtime === 'quotes'
      ? await findEvidence({ claim: question, asks: true, passageIds: passages.map(({ id }) => id), limit: 50 }, signal)
      : []
  return passages.map((passage, index) => ({
    n: index + 1,
    passage,
    evidence: evidence.filter(({ passageId }) => passageId === passage.id),
  }))
}
