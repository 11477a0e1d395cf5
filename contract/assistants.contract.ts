import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ModelChoice } from './models.contract.ts'
import type { Failure } from './result.ts'

/** A way of answering: what it is told, who writes, what it reads. */
export const Assistant = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1).max(100),
  /** What the model is told beside Alcove's own instructions. */
  instructions: z.string().max(8_000),
  /** Null: whatever answers otherwise. */
  model: ModelChoice.nullable(),
  /** Sources it is limited to; empty: all. */
  sourceIds: z.array(z.string()).max(200),
})
export type Assistant = z.infer<typeof Assistant>

/** When a prompt is asked by itself, in local time. */
export const Schedule = z.object({
  every: z.enum(['day', 'weekday', 'week']),
  /** Minutes after midnight. */
  at: z.number().int().min(0).max(1_439),
  /** With `week`: 0 is Sunday. */
  weekday: z.number().int().min(0).max(6).default(1),
})
export type Schedule = z.infer<typeof Schedule>

/** A text to ask with; `{{name}}` in it is asked for first. */
export const Prompt = z.object({
  id: z.uuid(),
  name: z.string().trim().min(1).max(100),
  text: z.string().trim().min(1).max(8_000),
  /** Null: only by hand. */
  schedule: Schedule.nullable(),
  /** When it was last asked by itself. */
  ranAt: z.number().nullable(),
})
export type Prompt = z.infer<typeof Prompt>

/** What a person thinks of an answer. */
export const Feedback = z.object({
  answerId: z.uuid(),
  verdict: z.enum(['good', 'bad']),
  /** What was wrong, or how it should have been said. */
  note: z.string().max(4_000).default(''),
  /** Numbers of citations that do not belong to the answer. */
  wrong: z.array(z.number().int().min(1)).max(100).default([]),
})
export type Feedback = z.output<typeof Feedback>

export interface AssistantNotFound extends Failure<'ASSISTANT_NOT_FOUND'> {
  readonly assistantId: string
}

const notFound = { status: 404, data: z.object({ id: z.string() }) }

/** What may be asked of assistants: ways of answering. */
export const assistantsContract = {
  /** Every assistant, by name. */
  list: oc.route({ method: 'GET', path: '/assistants', summary: 'List the assistants' }).output(z.array(Assistant)),
  /** Keeps a new assistant. */
  add: oc
    .route({ method: 'POST', path: '/assistants', summary: 'Make an assistant' })
    .input(Assistant.omit({ id: true }))
    .output(Assistant),
  /** Changes an assistant; conversations with it go on as it is then. */
  change: oc
    .route({ method: 'PUT', path: '/assistants/{id}', summary: 'Change an assistant' })
    .input(Assistant)
    .errors({ NOT_FOUND: notFound })
    .output(Assistant),
  /** Removes an assistant; its conversations stay and are answered in the usual way. */
  remove: oc
    .route({ method: 'DELETE', path: '/assistants/{id}', summary: 'Remove an assistant' })
    .input(z.object({ id: z.uuid() }))
    .output(z.object({ removed: z.boolean() })),
}

/** What may be asked of prompts: texts to ask with. */
export const promptsContract = {
  /** Every prompt, by name. */
  list: oc.route({ method: 'GET', path: '/prompts', summary: 'List the prompts' }).output(z.array(Prompt)),
  /** Keeps a new prompt. One with variables cannot be asked by itself. */
  add: oc
    .route({ method: 'POST', path: '/prompts', summary: 'Keep a prompt' })
    .input(Prompt.omit({ id: true, ranAt: true }))
    .output(Prompt),
  /** Changes a prompt. */
  change: oc
    .route({ method: 'PUT', path: '/prompts/{id}', summary: 'Change a prompt' })
    .input(Prompt.omit({ ranAt: true }))
    .errors({ NOT_FOUND: notFound })
    .output(Prompt),
  /** Removes a prompt. */
  remove: oc
    .route({ method: 'DELETE', path: '/prompts/{id}', summary: 'Remove a prompt' })
    .input(z.object({ id: z.uuid() }))
    .output(z.object({ removed: z.boolean() })),
}

/** What may be asked of feedback; it stays on this machine. */
export const feedbackContract = {
  /** Keeps what a person thinks of an answer, with the question, the answer and the evidence as they were shown. */
  give: oc
    .route({ method: 'PUT', path: '/answers/{answerId}/feedback', summary: 'Say what you think of an answer' })
    .input(Feedback)
    .errors({ NOT_FOUND: notFound })
    .output(Feedback),
  /** Takes it back. */
  takeBack: oc
    .route({ method: 'DELETE', path: '/answers/{answerId}/feedback', summary: 'Take it back' })
    .input(z.object({ answerId: z.uuid() }))
    .output(z.object({ takenBack: z.boolean() })),
  /** What was said of answers, the newest first. */
  list: oc
    .route({ method: 'GET', path: '/feedback', summary: 'List what was said of answers' })
    .input(z.object({ answerIds: z.array(z.uuid()).max(1_000).optional() }))
    .output(z.array(Feedback.extend({ at: z.number() }))),
}
