import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { assistantsContract, feedbackContract, promptsContract } from './assistants.contract.ts'
import { Attachment, attachmentsAtMost, attachmentsContract } from './attachments.contract.ts'
import { CONVERSATION_NOT_FOUND, ConversationSummary, conversationsContract } from './conversations.contract.ts'
import { Given } from './given.ts'
import { ModelChoice } from './models.contract.ts'
import { Passage, TextRange } from './passage.ts'
import type { Failure } from './result.ts'
import { FoundPassage, SearchMode } from './search.contract.ts'

export const AskInput = z.object({
  /** Absent: a new conversation is begun. */
  conversationId: z.uuid().optional(),
  question: z.string().trim().min(1).max(8_000),
  /** Limits the question to these sources or documents. */
  sourceIds: z.array(z.string()).optional(),
  documentIds: z.array(z.string()).optional(),
  /** Absent: what the settings say. */
  model: ModelChoice.optional(),
  /** An interrupted answer of this conversation, which is gone on with in its place; `question` is then that answer's own. */
  continues: z.uuid().optional(),
  /** The answer that the question follows; null: it begins the conversation anew. Absent: the end of the branch that is shown. */
  after: z.uuid().nullable().optional(),
  /** A question of this conversation that is answered once more, beside its other answers; `question` is then its own. */
  again: z.uuid().optional(),
  /** Who answers from now on in this conversation; null: the usual way. Absent: as before. */
  assistantId: z.uuid().nullable().optional(),
  /** Documents that the question is about: given whole where the model's context has room for all of them, else searched. */
  wholeDocumentIds: z.array(z.string()).max(20).optional(),
  /** What is given along; absent with `again` and `continues`: what the question was asked with. */
  attachments: z.array(Attachment).max(attachmentsAtMost).optional(),
  /** Asked from the small window: it goes before conversations. */
  quick: z.boolean().optional(),
  /** A new conversation that is never written to disk, and is gone when the program ends. */
  temporary: z.boolean().optional(),
})
export type AskInput = z.input<typeof AskInput>

/** Why an answer broke off after it had begun. */
export const ModelStopped = z.object({
  code: z.literal('MODEL_STOPPED'),
  message: z.string(),
  reason: z.enum([
    'connection-lost',
    'model-crashed',
    'silent-too-long',
    'garbled',
    'prompt-too-long',
    'out-of-memory',
    'refused',
    'held-back',
    'stopped-by-person',
    'app-ended',
    'not-saved',
  ]),
})
export type ModelStopped = z.infer<typeof ModelStopped>

/** Why a model cannot begin to answer. */
export const NotReadyReason = z.enum([
  'not-running',
  'model-missing',
  'cannot-chat',
  'refused',
  'failing',
  /** It is on another machine, and nobody has said that questions may be sent there. */
  'not-allowed',
  'held-back',
])
export type NotReadyReason = z.infer<typeof NotReadyReason>

/** The model that was wanted where another one answered, and why it did not. */
export const StoodInFor = z.object({ model: z.string(), reason: z.union([NotReadyReason, ModelStopped.shape.reason]) })
export type StoodInFor = z.infer<typeof StoodInFor>

/** How an answer came about: written by a model, quoted word for word, or nothing relevant was found. */
export const AnswerMode = z.enum(['model', 'quotes', 'nothing'])
export type AnswerMode = z.infer<typeof AnswerMode>

/** One `[n]` of an answer, with all that its card shows; a snapshot, so that it outlives the document. */
export const Citation = z.object({
  n: z.number().int().min(1),
  passage: Passage,
  /** The sentence of the passage that carries the claim. */
  quote: z.string(),
  /** Where `quote` stands in `passage.text`. */
  quoteRange: TextRange,
  /** The words to mark, within `passage.text`. */
  marks: z.array(TextRange),
  /** `weak`: the passage says little of what the sentence claims. */
  support: z.enum(['good', 'weak']),
})
export type Citation = z.infer<typeof Citation>

export const Timings = z.object({
  /** Milliseconds; null when the step did not happen. */
  retrieval: z.number().nullable(),
  firstToken: z.number().nullable(),
  total: z.number().nullable(),
})
export type Timings = z.infer<typeof Timings>

/** What filled the model's context, in tokens; parts as they are estimated before the prompt is sent. */
export const AnswerContext = z.object({
  /** What prompt and answer may take together. */
  limit: z.number().int(),
  instructions: z.number().int(),
  summary: z.number().int(),
  history: z.number().int(),
  passages: z.number().int(),
  question: z.number().int(),
  /** What the server says it read anew for this prompt; null where it does not say. */
  promptTokens: z.number().int().nullable(),
})
export type AnswerContext = z.infer<typeof AnswerContext>

export const Answer = z.object({
  id: z.uuid(),
  state: z.enum(['writing', 'done', 'interrupted']),
  mode: AnswerMode,
  /** Null in quotes mode and when nothing was found. */
  model: z.string().nullable(),
  /** False when the words went to a server that is not on this machine. */
  local: z.boolean(),
  /** Where the words went, as host and port; absent while they stayed on this machine, and for answers of older versions. */
  sentTo: z.string().optional(),
  /** Absent where the model that was wanted wrote it. */
  standsInFor: StoodInFor.optional(),
  /** Markdown with `[n]` citations. */
  text: z.string(),
  /** What the model thought aloud before it wrote; null when it did not. */
  thinking: z.string().nullable().default(null),
  citations: z.array(Citation),
  given: Given,
  /** How the documents were searched: `words` while no meaning is at hand; null for answers of older versions. */
  searchedBy: SearchMode.nullable().default(null),
  /** With mode `nothing`: the nearest passage, if any, which is not an answer. */
  nearest: Passage.nullable(),
  failure: ModelStopped.nullable(),
  timings: Timings,
  /** Null where no model was asked. */
  context: AnswerContext.nullable().default(null),
})
export type Answer = z.infer<typeof Answer>

export const Turn = z.object({
  questionId: z.uuid(),
  /** The answer it follows; null for the first. */
  parentId: z.uuid().nullable(),
  question: z.string(),
  /** What was given along with it. */
  attachments: z.array(Attachment).default([]),
  askedAt: z.number(),
  answer: Answer.nullable(),
  /** The question and its other wordings at this place, the oldest first; what stands below each of them is kept. */
  questions: z.array(z.uuid()),
  /** The answer and the others to this question, the oldest first. */
  answers: z.array(z.uuid()),
  /** All that was said up to here, in short: told to the model where the turns themselves no longer fit. */
  summary: z.object({ text: z.string(), edited: z.boolean() }).nullable().default(null),
})
export type Turn = z.infer<typeof Turn>

export const Conversation = ConversationSummary.extend({
  turns: z.array(Turn),
  /** How many turns of this branch stand above those given. */
  earlier: z.number().int(),
})
export type Conversation = z.infer<typeof Conversation>

/** In this order: `started`, `passages`, any number of `waiting`, `stood-in`, `thinking` and `token`, then `done` or `interrupted`, the last. */
export const AskEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('started'),
    conversation: ConversationSummary,
    questionId: z.uuid(),
    answerId: z.uuid(),
    /** What stands already of an answer that is gone on with; tokens follow it. */
    kept: z.string().default(''),
  }),
  z.object({
    type: z.literal('passages'),
    passages: z.array(FoundPassage),
    searched: z.number().int(),
    mode: AnswerMode,
    model: z.string().nullable(),
    /** False when the passages go to a server that is not on this machine. */
    local: z.boolean().default(true),
    sentTo: z.string().optional(),
    standsInFor: StoodInFor.optional(),
  }),
  /** The model broke off before its first word, and another one goes on. */
  z.object({
    type: z.literal('stood-in'),
    mode: AnswerMode,
    model: z.string().nullable(),
    local: z.boolean(),
    sentTo: z.string().optional(),
    standsInFor: StoodInFor,
  }),
  /** No word was written for a while: others are served first, the model is being brought into memory, or reads the passages. */
  z.object({
    type: z.literal('waiting'),
    for: z.enum(['turn', 'loading', 'reading']),
    /** How many are served first. */
    before: z.number().int().optional(),
  }),
  z.object({ type: z.literal('thinking'), text: z.string() }),
  z.object({ type: z.literal('token'), text: z.string() }),
  z.object({ type: z.literal('done'), answer: Answer, title: z.string() }),
  z.object({ type: z.literal('interrupted'), answer: Answer, title: z.string() }),
])
export type AskEvent = z.infer<typeof AskEvent>

export interface AnswerNotFound extends Failure<'ANSWER_NOT_FOUND'> {
  readonly answerId: string
}
export interface ModelNotReady extends Failure<'MODEL_NOT_READY'> {
  readonly model: string
  readonly reason: NotReadyReason
  /** A model of those to go on with that could answer now: offered, since the question was for just this one. */
  readonly instead?: ModelChoice | undefined
  /** Whose consent is missing, with the host that the question would be sent to. */
  readonly asks?: { readonly server: string; readonly host: string } | undefined
}

const ANSWER_NOT_FOUND = { status: 404, data: z.object({ answerId: z.string() }) }
const MODEL_NOT_READY = {
  status: 503,
  data: z.object({
    model: z.string(),
    reason: NotReadyReason,
    instead: ModelChoice.optional(),
    asks: z.object({ server: z.string(), host: z.string() }).optional(),
  }),
}

/** What the page, the command line and HTTP may ask of conversations. */
export const chatContract = {
  /** Answers a question from the library, or goes on with an answer: passages, tokens, then what was cited or interrupted it. */
  ask: oc
    .route({ method: 'POST', path: '/ask', summary: 'Ask a question; the answer streams as server-sent events' })
    .input(AskInput)
    .errors({ CONVERSATION_NOT_FOUND, ANSWER_NOT_FOUND, MODEL_NOT_READY })
    .output(eventIterator(AskEvent)),
  /** Follows an answer that is still being written, from its beginning; ends at once for a finished one. */
  follow: oc
    .input(z.object({ answerId: z.uuid() }))
    .errors({ ANSWER_NOT_FOUND })
    .output(eventIterator(AskEvent)),
  /** Stops an answer that is being written and keeps what was written. */
  stop: oc
    .route({ method: 'POST', path: '/answers/{answerId}/stop', summary: 'Stop an answer' })
    .input(z.object({ answerId: z.uuid() }))
    .output(z.object({ stopped: z.boolean() })),
  /** One conversation along the branch that is shown, or the last so many of its turns. */
  conversation: oc
    .route({ method: 'GET', path: '/conversations/{conversationId}', summary: 'Read a conversation' })
    .input(
      z.object({
        conversationId: z.uuid(),
        /** All when left out. */
        last: z.coerce.number().int().min(1).max(10_000).optional(),
      }),
    )
    .errors({ CONVERSATION_NOT_FOUND })
    .output(Conversation),
  /** All answers to a question, the oldest first. */
  answers: oc
    .route({ method: 'GET', path: '/questions/{questionId}/answers', summary: 'Read all answers to a question' })
    .input(z.object({ questionId: z.uuid() }))
    .output(z.object({ question: z.string().nullable(), answers: z.array(Answer) })),
  /** Words the summary that stands for everything up to an answer anew; an empty one is forgotten and made again when needed. */
  sumUp: oc
    .route({ method: 'PUT', path: '/answers/{answerId}/summary', summary: 'Change the summary up to an answer' })
    .input(z.object({ answerId: z.uuid(), text: z.string().max(8_000) }))
    .errors({ ANSWER_NOT_FOUND })
    .output(z.object({ kept: z.boolean() })),
  ...conversationsContract,
  /** What questions take along. */
  attachments: attachmentsContract,
  /** Ways of answering. */
  assistants: assistantsContract,
  /** Texts to ask with. */
  prompts: promptsContract,
  /** What a person thinks of answers. */
  feedback: feedbackContract,
  /** Three questions that fit what the library holds; empty while it is empty. */
  suggestions: oc.output(z.array(z.string())),
}
