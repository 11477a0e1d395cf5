import type { ModelStopped, NotReadyReason } from '#contract/chat.contract'
import type { ModelRuntime } from '#contract/models.contract'
import type { Evidence, Passage } from '#contract/passage'

/** A picture for models that see. */
export interface Picture {
  readonly title: string
  readonly mediaType: string
  readonly base64: string
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
  readonly pictures?: readonly Picture[]
}

/** A passage under the number by which an answer cites it. */
export interface NumberedPassage {
  readonly n: number
  readonly passage: Passage
  /** Its sentences that come nearest to the question, best first. */
  readonly evidence: readonly Evidence[]
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[]
  /** What the messages quote, for runtimes which quote instead of writing. */
  readonly passages: readonly NumberedPassage[]
  /** How long the answer may become. */
  readonly answerTokens: number
}

/** What a model sends, in order; `stopped` is the last part when it breaks off, `finished` when it ends as it should. */
export type ChatPart =
  /** Nothing was written yet: the model is being brought into memory, or reads the prompt. */
  | { readonly type: 'waiting'; readonly for: 'loading' | 'reading' }
  /** Others are served first; how many. */
  | { readonly type: 'waiting'; readonly for: 'turn'; readonly before: number }
  | { readonly type: 'token'; readonly text: string }
  | { readonly type: 'thinking'; readonly text: string }
  | {
      readonly type: 'finished'
      readonly promptTokens: number | null
      readonly answerTokens: number | null
      /** What the server says it took, in milliseconds. */
      readonly took?: {
        readonly loadMs: number | null
        readonly promptMs: number | null
        readonly answerMs: number | null
      }
    }
  | { readonly type: 'stopped'; readonly failure: ModelStopped }

export type Readiness =
  | { readonly ready: true }
  | {
      readonly ready: false
      readonly reason: NotReadyReason
      readonly message: string
    }

/** A model that answers. A broken stream is a `stopped` part, never a throw; closing the iteration frees the socket. */
export interface ChatModel {
  readonly runtime: ModelRuntime
  readonly name: string
  /** Which server has it: a provider's id, `ollama`, or `quotes`. Requests to one server wait for each other. */
  readonly server: string
  /** False when what it is sent leaves the machine. */
  readonly local: boolean
  /** Host and port of the other machine it runs on; absent where it runs on this one. */
  readonly sentTo?: string | undefined
  /** Tokens the prompt and the answer may take together. */
  contextLength(signal?: AbortSignal): Promise<number>
  readiness(signal?: AbortSignal): Promise<Readiness>
  /** Whether it can be shown pictures; absent: it cannot. */
  sees?(signal?: AbortSignal): Promise<boolean>
  stream(request: ChatRequest, signal?: AbortSignal): AsyncIterable<ChatPart>
}
