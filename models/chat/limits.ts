/** How long a model server may take and how much it may send, in milliseconds and bytes. */
export interface ChatLimits {
  /** For questions about the server and its models. */
  readonly lookUp: number
  /** Until the first token: the model may have to be read from a slow disk, and the prompt by a slow processor. */
  readonly firstToken: number
  /** Between two tokens. */
  readonly silence: number
  /** For a whole answer. */
  readonly total: number
  /** After which a person is told what is being waited for. */
  readonly waiting: number
  /** Pauses before the connection is tried again; as many tries as there are pauses, before the first token only. */
  readonly retries: readonly number[]
  /** For one line of the stream. */
  readonly lineBytes: number
}

export const defaultChatLimits: ChatLimits = {
  lookUp: 5_000,
  firstToken: 280_000,
  silence: 60_000,
  total: 1_800_000,
  waiting: 1_500,
  retries: [200, 1_000],
  lineBytes: 1_000_000,
}
