import type { Answer, AskEvent, Citation, ModelStopped, Turn } from '#contract/chat.contract'
import { nothingFoundText } from '#contract/chat.sentences'
import type { FoundPassage } from '#contract/search.contract'
import type { ChatModel, ChatRequest, NumberedPassage, Picture } from '#models/chat/chat-model'
import { traced } from '#models/tracing/traced'
import { since, streamWords, type Written } from './answer-words.ts'
import type { AnsweringModel } from './answering-model.ts'
import { shareOut } from './budget.ts'
import type { BegunAnswer, ChatStore } from './chat.store.ts'
import { citedFirst, inReadingOrder, tidyNumbers } from './citations.ts'
import { citationsOf, citationsOfQuotes, type FindEvidence } from './evidence.ts'
import type { Material } from './material.ts'
import { buildPrompt, type Prompt } from './prompt.ts'
import type { Untold } from './summing.ts'

export interface AnswerJob {
  /** With the words that stand already when an answer is gone on with. */
  readonly begun: BegunAnswer
  /** What those words cite by their numbers; none: the passages are looked for. */
  readonly passages: readonly FoundPassage[]
  readonly question: string
  /** What the person asks of every answer. */
  readonly style: string
  readonly history: readonly Turn[]
  readonly answering: AnsweringModel
  /** `performance.now()` when the question came. */
  readonly askedAt: number
  readonly find: (signal: AbortSignal) => Promise<Material>
  readonly findEvidence: FindEvidence
  readonly store: Pick<ChatStore, 'saveText' | 'save'>
  readonly modelUsed: (model: ChatModel) => Promise<void>
  readonly emit: (event: AskEvent) => void
  readonly signal: AbortSignal
}

const longestThinking = 100_000
const tries = 3

/** Writes one answer from the search to its last event, keeping what is written as it grows; gives what the prompt had no room for. Never throws. */
export async function writeAnswer(job: AnswerJob): Promise<Untold> {
  const { begun, askedAt, emit, signal } = job
  let { answering } = job
  let answer = writtenBy(answering, begun.answer)
  let passages = job.passages
  let pictures: readonly Picture[] = []
  const untold: { turns: readonly Turn[] } = { turns: [] }
  try {
    if (passages.length === 0) {
      const found = await job.find(signal)
      passages = found.passages.filter((passage) => passage.relevant)
      pictures = found.pictures ?? []
      answer = { ...answer, ...whatWasFound(job, found, passages) }
      if (answer.mode === 'nothing') answer = ofNobody(answer)
      answer = { ...answer, timings: { ...answer.timings, retrieval: since(askedAt) } }
    }
    const { mode, model, local, sentTo, standsInFor, given } = answer
    keepStart(job, answer, passages)
    const who = { mode, model, local, sentTo, standsInFor }
    emit({ type: 'passages', passages: [...passages], searched: given.searched, ...who })
    if (mode === 'nothing') answer = writeNothing(job, answer)
    else ({ answer, answering } = await writeFrom(job, answer, { relevant: passages, pictures, untold }))
    passages = citedFirst(answer.citations, passages)
  } catch (cause) {
    answer = { ...answer, failure: failureOf(cause) }
  }
  if (answer.failure && signal.aborted) answer = { ...answer, failure: stoppedFromHere(answer.failure, signal) }
  const total = since(askedAt)
  const ended = {
    ...answer,
    state: answer.failure ? 'interrupted' : 'done',
    timings: { ...answer.timings, total },
  } as const
  answer = keep(job, ended, passages)
  emit({ type: answer.failure ? 'interrupted' : 'done', answer, title: begun.conversation.title })
  const before = job.history.findLast(({ summary }) => summary !== null)?.summary?.text ?? ''
  return { turns: answer.failure ? [] : untold.turns, before, by: answering.model }
}

function keep({ store }: AnswerJob, answer: Answer, passages: readonly FoundPassage[]): Answer {
  try {
    traced('save', () => store.save(answer, passages))
    return answer
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    return { ...answer, state: 'interrupted', failure: { code: 'MODEL_STOPPED', reason: 'not-saved', message } }
  }
}

// What the numbers stand for must outlive the process, or an answer that was killed could not be gone on with.
function keepStart({ store, answering: { model } }: AnswerJob, answer: Answer, passages: readonly FoundPassage[]) {
  if (model.runtime === 'quotes' || answer.mode === 'nothing') return
  try {
    store.save(answer, passages)
  } catch {
    // A full disk is said at the end, by `keep`.
  }
}

function whatWasFound({ answering: { model } }: AnswerJob, found: Material, relevant: readonly FoundPassage[]) {
  // A picture that the model sees is something to answer from.
  const isNothing = relevant.length === 0 && !found.pictures
  return {
    mode: isNothing ? ('nothing' as const) : model.runtime === 'quotes' ? ('quotes' as const) : ('model' as const),
    model: isNothing || model.runtime === 'quotes' ? null : model.name,
    local: isNothing || model.local,
    nearest: isNothing ? (found.passages[0] ?? null) : null,
    given: {
      passages: 0,
      documents: 0,
      searched: found.searched.documents,
      ...(found.whole ? { whole: found.whole } : {}),
      ...(found.tooLong ? { tooLong: found.tooLong } : {}),
      ...(found.pictures ? { pictures: found.pictures.length } : {}),
      ...(found.unseen ? { unseen: found.unseen } : {}),
    },
    searchedBy: found.mode,
  }
}

/** An answer that says nothing of who writes it elsewhere, or for whom. */
function ofNobody({ sentTo: _sentTo, standsInFor: _standsInFor, ...answer }: Answer): Answer {
  return answer
}

function writeNothing({ emit }: AnswerJob, answer: Answer): Answer {
  const text = nothingFoundText({ documents: answer.given.searched })
  emit({ type: 'token', text })
  return { ...answer, text }
}

interface ToWriteFrom {
  readonly relevant: readonly FoundPassage[]
  readonly pictures: readonly Picture[]
  /** Told what the prompt had no room for. */
  readonly untold: { turns: readonly Turn[] }
}

/** Writes from the passages, with the next model where one breaks off before its first word. */
async function writeFrom(
  job: AnswerJob,
  answer: Answer,
  from: ToWriteFrom,
): Promise<{ readonly answer: Answer; readonly answering: AnsweringModel }> {
  const { answering, emit, signal } = job
  const written = await writeWith(job, answer, from)
  const { failure } = written
  const isSilent = written.text === answer.text && written.thinking === answer.thinking
  const next = failure && isSilent && !signal.aborted ? await answering.next(failure, signal) : null
  // Words of a model cannot be gone on with by quotes.
  if (!next?.standsInFor || (answer.text !== '' && next.model.runtime === 'quotes'))
    return { answer: written, answering }
  const mode = next.model.runtime === 'quotes' ? ('quotes' as const) : ('model' as const)
  const begun = writtenBy(next, { ...answer, mode })
  const { model, local, sentTo } = begun
  emit({ type: 'stood-in', mode, model, local, sentTo, standsInFor: next.standsInFor })
  return writeFrom({ ...job, answering: next }, begun, from)
}

/** An answer that says who writes it, and of nobody else. */
function writtenBy({ model, standsInFor }: AnsweringModel, answer: Answer): Answer {
  const { runtime, name, local, sentTo } = model
  const where = { model: runtime === 'quotes' ? null : name, local, ...(sentTo ? { sentTo } : {}) }
  return { ...ofNobody(answer), ...where, ...(standsInFor ? { standsInFor } : {}) }
}

async function writeWith(job: AnswerJob, answer: Answer, { relevant, untold, ...from }: ToWriteFrom): Promise<Answer> {
  const {
    answering: { model },
    signal,
  } = job
  // One that stands in may not see what the first one would have.
  const pictures = from.pictures.length > 0 && (await model.sees?.(signal)) ? from.pictures : []
  const lost = from.pictures.length - pictures.length
  const numbered = await numberPassages(job, relevant)
  const contextLength = await model.contextLength(signal)
  const kept = answer.text
  let written: Written = { text: kept, thinking: '', failure: null, firstToken: null, given: 0, promptTokens: null }
  let context: Answer['context'] = null
  // The estimate of a prompt's length can be wrong for a rare vocabulary; the server says so before the first word.
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const request = requestFor(job, { numbered, pictures, contextLength: Math.floor(contextLength / 2 ** attempt) })
    written = await streamWords({ ...job, model }, request, kept)
    context = { limit: contextLength, ...request.parts, promptTokens: written.promptTokens }
    untold.turns = request.untold
    if (written.text !== kept || written.failure?.reason !== 'prompt-too-long') break
  }
  // What was cited before stays cited, even when a shorter prompt had no room for its passage any more.
  const given = numbered.slice(0, Math.max(written.given, answer.citations.length))
  const isQuotes = model.runtime === 'quotes'
  const text = isQuotes ? written.text : tidyNumbers(written.text, given.length)
  const cited = () => (isQuotes ? citationsOfQuotes(given) : checkedCitations(job, text, given, answer.citations))
  const citations = await traced('citations', cited)
  return {
    ...answer,
    ...inReadingOrder(text, citations),
    thinking: [answer.thinking ?? '', written.thinking].join('').slice(0, longestThinking) || null,
    failure: written.failure,
    given: {
      ...answer.given,
      ...(lost > 0 ? { pictures: undefined, unseen: lost + (answer.given.unseen ?? 0) } : {}),
      passages: given.length,
      documents: new Set(given.map(({ passage }) => passage.documentId)).size,
    },
    timings: { ...answer.timings, firstToken: written.firstToken },
    context: isQuotes ? null : context,
  }
}

async function numberPassages(
  { answering: { model }, question, findEvidence, signal }: AnswerJob,
  relevant: readonly FoundPassage[],
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

interface ToRequest {
  readonly numbered: readonly NumberedPassage[]
  readonly pictures: readonly Picture[]
  readonly contextLength: number
}

/** About what a model makes of a picture. */
const tokensOfPicture = 1_000

function requestFor(
  { question, style, history, begun }: AnswerJob,
  { numbered, pictures, contextLength }: ToRequest,
): ChatRequest & Pick<Prompt, 'given' | 'parts' | 'untold'> {
  const kept = begun.answer.text
  const room = Math.max(contextLength / 2, contextLength - pictures.length * tokensOfPicture)
  const budget = shareOut(Math.floor(room), `${question} ${style}`, kept)
  const passages = numbered.map(({ passage }) => passage)
  const build = () => buildPrompt({ question, passages, pictures, history, budget, kept, style })
  const { messages, given, parts, untold } = traced('prompt', build)
  return { messages, passages: numbered.slice(0, given), answerTokens: budget.answer, given, parts, untold }
}

// The words of an answer are worth more than their marks: without the search process the citations are plain.
async function checkedCitations(
  { findEvidence }: AnswerJob,
  text: string,
  given: readonly NumberedPassage[],
  before: readonly Citation[],
): Promise<readonly Citation[]> {
  const passages = given.map(({ passage }) => passage)
  try {
    return await citationsOf(text, passages, findEvidence)
  } catch {
    const plain = await citationsOf(text, passages, async () => [])
    return plain.map((one) => before.find(({ n }) => n === one.n) ?? one)
  }
}

function failureOf(cause: unknown): ModelStopped {
  const message = cause instanceof Error ? cause.message : String(cause)
  return { code: 'MODEL_STOPPED', reason: 'connection-lost', message }
}

function stoppedFromHere(failure: ModelStopped, signal: AbortSignal): ModelStopped {
  return { ...failure, reason: signal.reason === 'app-ended' ? 'app-ended' : 'stopped-by-person' }
}
