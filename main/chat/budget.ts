/** How a model's context is shared out, in tokens. */
export interface Budget {
  readonly answer: number
  readonly history: number
  readonly passages: number
}

// What the format of a chat adds around each message, and the instructions.
const overhead = 400

/** Shares a context out: the answer first, then the passages, and a part for what was said before. */
export function shareOut(contextLength: number, question: string, kept = ''): Budget {
  const answer = Math.min(1_500, Math.floor(contextLength / 4))
  const rest = Math.max(0, contextLength - answer - overhead - estimateTokens(question) - estimateTokens(kept))
  const history = Math.floor(rest / 4)
  return { answer, history, passages: rest - history }
}

/** Tokens a text takes with the usual vocabularies, rather too many than too few. */
export function estimateTokens(text: string): number {
  let other = 0
  for (const character of text) if (character > '\u024f') other += 1
  return Math.ceil((text.length - other) / 3 + other)
}

/** How many tokens a prompt took by the model's own count, beside how many were estimated. */
export interface Counted {
  readonly estimated: number
  readonly counted: number | null
}

const mostOver = 0.75
const safety = 1.03

/**
 * What share of an estimate prompts really take, by what the last one took. Estimates are too high for most texts, and what they
 * take too much is room for passages. A count that is far off counts something else: some servers leave out what they had read.
 */
export function shareTaken({ estimated, counted }: Counted): number {
  if (counted === null || estimated === 0) return 1
  const share = counted / estimated
  return share < 0.6 ? 1 : Math.min(1, Math.max(mostOver, share * safety))
}
