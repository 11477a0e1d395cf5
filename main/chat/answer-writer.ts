import type { Answer, AskEvent, ModelStopped, Turn } from '#contract/chat.contract'
import { nothingFoundText } from '#contract/chat.sentences'
import type { Found, FoundPassage } from '#contract/search.contract'
import type { ChatModel, ChatRequest, NumberedPassage } from '#models/chat/chat-model'
import { shareOut } from './budget.ts'
import type { BegunAnswer, ChatStore } from './chat.store.ts'
import { inReadingOrder, tidyNumbers } from './citations.ts'
import { citationsOf, citationsOfQuotes, type FindEvidence } from './evidence.ts'
import { buildPrompt } from './prompt.ts'
import { createWordBatch } from './word-batch.ts'

export interface AnswerJob {
  readonly begun: BegunAnswer
  readonly question: string
  readonly history: readonly Turn[]
  readonly model: ChatModel
  /** `performance.now()` when the question came. */
  readonly askedAt: number
  readonly find: (signal: AbortSignal) => Promise<Found>
  readonly findEvidence: FindEvidence
  readonly store: Pick<ChatStore, 'saveText' | 'save'>
  readonly modelUsed: (model: ChatModel) => Promise<void>
  readonly emit: (event: AskEvent) => void
  readonly signal: AbortSignal
}

const wordsEvery = 30
const saveEvery = 1_000
const tries = 3

/** Writes one answer from the search to its last event, keeping what is written as it grows. Never throws. */
export async function writeAnswer(job: AnswerJob): Promise<void> {
  const { begun, askedAt, emit, signal } = job
  let answer = begun.answer
  try {
    const found = await job.find(signal)
    const relevant = found.passages.filter((passage) => passage.relevant)
    answer = { ...answer, ...whatWasFound(job, found, relevant) }
    answer = { ...answer, timings: { ...answer.timings, retrieval: since(askedAt) } }
    emit({
      type: 'passages',
      passages: relevant,
      searched: found.searched.documents,
      mode: answer.mode,
      model: answer.model,
    })
    answer = answer.mode === 'nothing' ? writeNothing(job, answer, found) : await writeFrom(job, answer, relevant)
  } catch (cause) {
    answer = { ...answer, failure: failureOf(cause) }
  }
  if (answer.failure && signal.aborted) answer = { ...answer, failure: stoppedFromHere(answer.failure, signal) }
  const total = since(askedAt)
  answer = keep(job, {
    ...answer,
    state: answer.failure ? 'interrupted' : 'done',
    timings: { ...answer.timings, total },
  })
  emit({ type: answer.failure ? 'interrupted' : 'done', answer, title: begun.conversation.title })
}

function keep({ store }: AnswerJob, answer: Answer): Answer {
  try {
    store.save(answer)
    return answer
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    return { ...answer, state: 'interrupted', failure: { code: 'MODEL_STOPPED', reason: 'not-saved', message } }
  }
}

function whatWasFound({ model }: AnswerJob, found: Found, relevant: readonly FoundPassage[]) {
  const isNothing = relevant.length === 0
  return {
    mode: isNothing ? ('nothing' as const) : model.runtime === 'quotes' ? ('quotes' as const) : ('model' as const),
    model: isNothing || model.runtime === 'quotes' ? null : model.name,
    local: isNothing || model.local,
    nearest: isNothing ? (found.passages[0] ?? null) : null,
    given: { passages: 0, documents: 0, searched: found.searched.documents },
  }
}

function writeNothing({ emit }: AnswerJob, answer: Answer, found: Found): Answer {
  const text = nothingFoundText({ documents: found.searched.documents })
  emit({ type: 'token', text })
  return { ...answer, text }
}

async function writeFrom(job: AnswerJob, answer: Answer, relevant: readonly FoundPassage[]): Promise<Answer> {
  const { model, signal } = job
  const numbered = await numberPassages(job, relevant)
  const contextLength = await model.contextLength(signal)
  let written: Written = { text: '', failure: null, firstToken: null, given: 0 }
  // The estimate of a prompt's length can be wrong for a rare vocabulary; the server says so before the first word.
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const request = requestFor(job, numbered, Math.floor(contextLength / 2 ** attempt))
    written = await stream(job, request, answer.id)
    if (written.text !== '' || written.failure?.reason !== 'prompt-too-long') break
  }
  const given = numbered.slice(0, written.given)
  const isQuotes = model.runtime === 'quotes'
  const text = isQuotes ? written.text : tidyNumbers(written.text, given.length)
  const citations = isQuotes ? citationsOfQuotes(given) : await checkedCitations(job, text, given)
  return {
    ...answer,
    ...inReadingOrder(text, citations),
    failure: written.failure,
    given: {
      ...answer.given,
      passages: given.length,
      documents: new Set(given.map(({ passage }) => passage.documentId)).size,
    },
    timings: { ...answer.timings, firstToken: written.firstToken },
  }
}

async function numberPassages(
  { model, question, findEvidence, signal }: AnswerJob,
  relevant: readonly FoundPassage[],
): Promise<readonly NumberedPassage[]> {
  const passages = relevant.map(({ score: _score, marks: _marks, relevant: _relevant, ...passage }) => passage)
  // A model reads the passages itself; only quotes need their sentences, and a model's first word must not wait for them.
  const evidence =
    model.runtime === 'quotes'
      ? await findEvidence({ claim: question, passageIds: passages.map(({ id }) => id), limit: 50 }, signal)
      : []
  return passages.map((passage, index) => ({
    n: index + 1,
    passage,
    evidence: evidence.filter(({ passageId }) => passageId === passage.id),
  }))
}

function requestFor(
  { question, history }: AnswerJob,
  numbered: readonly NumberedPassage[],
  contextLength: number,
): ChatRequest & { readonly given: number } {
  const budget = shareOut(contextLength, question)
  const passages = numbered.map(({ passage }) => passage)
  const { messages, given } = buildPrompt({ question, passages, history, budget })
  return { messages, passages: numbered.slice(0, given), answerTokens: budget.answer, given }
}

interface Written {
  readonly text: string
  readonly failure: ModelStopped | null
  readonly firstToken: number | null
  readonly given: number
}

async function stream(
  { model, emit, store, signal, askedAt, modelUsed }: AnswerJob,
  request: ChatRequest & { readonly given: number },
  answerId: string,
): Promise<Written> {
  let text = ''
  let firstToken: number | null = null
  let failure: ModelStopped | null = null
  let savedAt = performance.now()
  const words = createWordBatch({ every: wordsEvery, emit: (piece) => emit({ type: 'token', text: piece }) })
  try {
    for await (const part of model.stream(request, signal)) {
      if (part.type === 'token') {
        text += part.text
        words.add(part.text)
        if (firstToken === null) {
          firstToken = since(askedAt)
          await modelUsed(model)
        }
        if (performance.now() - savedAt >= saveEvery) {
          keepText(store, answerId, text)
          savedAt = performance.now()
        }
      } else if (part.type === 'thinking' || part.type === 'waiting') {
        emit(part)
      } else if (part.type === 'stopped') {
        failure = part.failure
      }
    }
  } finally {
    words.flush()
  }
  return { text, failure, firstToken, given: request.given }
}

// A full disk must not end the answer on the page; whether it could be kept is decided at its end.
function keepText(store: AnswerJob['store'], answerId: string, text: string): void {
  try {
    store.saveText(answerId, text)
  } catch {
    // Said at the end, by `keep`.
  }
}

// The words of an answer are worth more than their marks: without the search process the citations are plain.
async function checkedCitations({ findEvidence }: AnswerJob, text: string, given: readonly NumberedPassage[]) {
  const passages = given.map(({ passage }) => passage)
  try {
    return await citationsOf(text, passages, findEvidence)
  } catch {
    return citationsOf(text, passages, async () => [])
  }
}

function failureOf(cause: unknown): ModelStopped {
  const message = cause instanceof Error ? cause.message : String(cause)
  return { code: 'MODEL_STOPPED', reason: 'connection-lost', message }
}

function stoppedFromHere(failure: ModelStopped, signal: AbortSignal): ModelStopped {
  return { ...failure, reason: signal.reason === 'app-ended' ? 'app-ended' : 'stopped-by-person' }
}

function since(start: number): number {
  return Math.round((performance.now() - start) * 10) / 10
}
