import type { Reranker } from './reranker.ts'

/** How many milliseconds a cross-encoder takes for one question with so many passages, on this machine and now. */
export async function measureCost(
  reranker: Reranker,
  { passages, count }: { readonly passages: readonly string[]; readonly count: number },
  signal?: AbortSignal,
): Promise<number> {
  const own = passages.length > 0 ? passages : [sample]
  const texts = Array.from({ length: count }, (_, index) => own[index % own.length] ?? sample)
  const begun = performance.now()
  await reranker.scores('What is to be done, by whom, and until when?', texts, signal)
  return performance.now() - begun
}

/** As long as a passage usually is, for a library that has none yet. */
const sample = 'The minutes of a meeting say what was agreed, who does it, and until when it is to be done. '.repeat(8)
