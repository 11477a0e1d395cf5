import type { Recording } from './recordings.ts'

export interface ChatBody {
  readonly model: string
  readonly messages: readonly {
    readonly role: string
    readonly content: string
    /** Pictures, base64. */
    readonly images?: readonly string[]
  }[]
  readonly stream?: boolean
  readonly think?: boolean | string
  readonly truncate?: boolean
  readonly tools?: readonly unknown[]
  /** Seconds; below 0: until the server ends. */
  readonly keep_alive?: number
  readonly options?: { readonly num_ctx?: number; readonly num_predict?: number }
}

/** How a stream ends: as it should, or one of the ways in which model servers die or go wrong. */
export type Ending =
  | 'done'
  /** Before a word of an answer. */
  | 'connection-reset'
  | 'length'
  | 'socket-destroyed'
  | 'truncated-line'
  | 'early-end'
  | 'error-line'
  | 'out-of-memory-line'
  | 'hang'
  | 'garbage'
  | 'not-an-object'
  | 'long-line'
  | 'endless'
  | 'server-killed'

/** One answer that is written token by token. */
export interface Writing {
  readonly text?: string | ((body: ChatBody) => string)
  readonly thinking?: string
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> }[]
  /** Milliseconds before the first token, and before each of the others. */
  readonly loading?: number
  readonly delay?: number
  /** Writes pieces of so many characters, not words. */
  readonly characters?: number | undefined
  /** True: it writes on past the number of tokens that was asked for, as some servers do. */
  readonly ignoresLimit?: boolean
  /** Says nothing more after so many pieces until this has come. */
  readonly hold?: { readonly after: number; readonly until: Promise<void> }
  readonly ending?: Ending
  /** With another ending than `done`: how many tokens are sent before it; absent: all. */
  readonly after?: number
  readonly contentType?: string
}

/** One answer that is no stream: an error, or anything else. */
export interface Saying {
  readonly status: number
  readonly body: string
  readonly contentType?: string
}

export type Script = Writing | Saying | { readonly replay: Recording }

/** A text in the pieces in which models write it: a word with the space before it, or so many characters. */
export function tokensOf(text: string, characters?: number): string[] {
  if (characters) return text.match(new RegExp(`[^]{1,${characters}}`, 'gu')) ?? []
  return text.match(/\s*\S+|\s+$/g) ?? []
}
