import type { Answer, AskEvent, Citation, ModelStopped, Turn } from '#contract/chat.contract'
import { nothingFoundText } from '#contract/chat.sentences'
import type { FoundPassage } from '#contract/search.contract'
import type { ChatModel, NumberedPassage, Picture } from '#models/chat/chat-model'
import { traced } from '#models/tracing/traced'
import { since, streamWords, type Written } from './answer-words.ts'
import type { AnsweringModel } from './answering-model.ts'
import type { BegunAnswer, ChatStore } from './chat.store.ts'
import { citedFirst, inReadingOrder, tidyNumbers } from './citations.ts'
import { citationsOf, citationsOfQuotes, type FindEvidence } from './evidence.ts'
import { asFound, type Material } from './material.ts'
import { renumbered } from './numbers.ts'
import { numberPassages, type PromptRequest, requestFor, takenBefore } from './prompt-request.ts'
import type { Sent, Untold } from './summing.ts'
import { nothingRecalled, type Recalled, type Told } from './told.ts'

export interface AnswerJob {
  /** With the words that stand already when an answer is gone on with. */
  readonly begun: BegunAnswer
  /** What those words cite by their numbers; none: the passages are looked for. */
  readonly passages: readonly FoundPassage[]
  readonly question: string
  /** What the person asks of every answer. */
  readonly style: string
  readonly history: readonly Turn[]
  /** How those turns were told before. */
  readonly recalled: () => Recalled
  readonly answering: AnsweringModel
  /** `performance.now()` when the question came. */
  readonly askedAt: number
  readonly find: (signal: AbortSignal) => Promise<Material>
  readonly findEvidence: FindEvidence
  readonly store: Pick<ChatStore, 'saveText' | 'save' | 'tell'>
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
  const outcome: Outcome = { untold: [], told: null, above: [], sent: null }
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
    else ({ answer, answering } = await writeFrom(job, answer, { relevant: passages, pictures, outcome }))
    passages = citedFirst(answer.citations, [...passages, ...outcome.above])
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
  keepTold(job, outcome)
  emit({ type: answer.failure ? 'interrupted' : 'done', answer, title: begun.conversation.title })
  const before = job.history.findLast(({ summary }) => summary !== null)?.summary?.text ?? ''
  return { turns: answer.failure ? [] : outcome.untold, before, by: answering.model, sent: outcome.sent }
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

// Without it the next prompt is told anew: no reason to end an answer on a full disk.
function keepTold({ store, begun }: AnswerJob, { told }: Outcome): void {
  try {
    if (told) store.tell(begun.answer.id, told)
  } catch {
    // Said by `keep`.
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

/** What a prompt came to, beyond its answer. */
interface Outcome {
  /** Turns that it has no room for, or the next one will not have. */
  untold: readonly Turn[]
  told: Told | null
  /** What the answer cites of the passages that were given above. */
  above: readonly FoundPassage[]
  /** What the model was sent, and wrote. */
  sent: Sent | null
}

interface ToWriteFrom {
  readonly relevant: readonly FoundPassage[]
  readonly pictures: readonly Picture[]
  readonly outcome: Outcome
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

async function writeWith(job: AnswerJob, answer: Answer, { relevant, outcome, ...from }: ToWriteFrom): Promise<Answer> {
  const {
    answering: { model },
    signal,
  } = job
  // One that stands in may not see what the first one would have.
  const pictures = from.pictures.length > 0 && (await model.sees?.(signal)) ? from.pictures : []
  const lost = from.pictures.length - pictures.length
  const numbered = await numberPassages(relevant, { ...job, model })
  const contextLength = await model.contextLength(signal)
  const kept = answer.text
  const recalled = model.runtime === 'quotes' ? nothingRecalled : job.recalled()
  const asked = [model.server, model.name, contextLength].join(' ')
  // The estimate of a prompt's length can be wrong for a rare vocabulary; the server says so before the first word.
  for (let attempt = 1; ; attempt += 1) {
    const length = Math.floor(contextLength / 2 ** (attempt - 1))
    // A prompt that was too long was estimated too low.
    const taken = attempt === 1 ? takenBefore(job.history, model.name, contextLength) : 1
    const request = requestFor({ ...job, kept, numbered, pictures, contextLength: length, recalled, asked, taken })
    const above = request.numbers.above.map(asFound)
    if (above.length > 0) keepStart(job, answer, [...relevant, ...above])
    const written = await streamWords({ ...job, model }, request, kept)
    if (attempt < tries && written.text === kept && written.failure?.reason === 'prompt-too-long') continue
    return finished(job, answer, { written, request, relevant, numbered, lost, contextLength, outcome })
  }
}

interface ToFinish {
  readonly written: Written
  readonly request: PromptRequest
  readonly relevant: readonly FoundPassage[]
  readonly numbered: readonly NumberedPassage[]
  /** Pictures that were not seen. */
  readonly lost: number
  readonly contextLength: number
  readonly outcome: Outcome
}

async function finished(job: AnswerJob, answer: Answer, done: ToFinish): Promise<Answer> {
  const { written, request, numbered, lost, contextLength, outcome } = done
  const isQuotes = job.answering.model.runtime === 'quotes'
  // What was cited before stays cited, even when a shorter prompt had no room for its passage any more.
  const given = numbered.slice(0, Math.max(request.given, answer.citations.length))
  const { above, toOwn, inPrompt } = request.numbers
  const isOwn = isQuotes || toOwn === null
  const known = isOwn
    ? given
    : [...numbered, ...above.map((passage, index) => ({ n: numbered.length + index + 1, passage, evidence: [] }))]
  const text = isQuotes ? written.text : tidyNumbers(written.text, known.length)
  const cited = () => (isQuotes ? citationsOfQuotes(given) : checkedCitations(job, text, known, answer.citations))
  const citations = await traced('citations', cited)
  const ordered = inReadingOrder(text, citations)
  const ids = new Map(ordered.citations.map(({ n, passage }) => [n, passage.id]))
  outcome.untold = request.untold
  outcome.sent = { messages: request.messages, written: written.asWritten }
  outcome.above = above.filter(({ id }) => [...ids.values()].includes(id)).map(asFound)
  if (!isQuotes && text !== '') {
    const isLedBackTo = renumbered(ordered.text, (n) => inPrompt(ids.get(n))) === written.asWritten
    outcome.told = { ...request.told, written: isLedBackTo || answer.text !== '' ? null : written.asWritten }
  }
  const context = { limit: contextLength, ...request.parts, promptTokens: written.promptTokens }
  return {
    ...answer,
    ...ordered,
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
