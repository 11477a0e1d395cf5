import { rerankedPassages } from '#contract/reranking.contract'
import { count } from '../ui/words.ts'

/** What each search costs with a cross-encoder, as it was measured. */
export function saysCost(milliseconds: number): string {
  return `about ${count(Math.max(1, Math.round(milliseconds)))} ms for ${rerankedPassages} passages on this machine`
}
