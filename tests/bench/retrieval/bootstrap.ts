import { seeded } from '../bench-texts.ts'
import { mean } from './measures.ts'

export interface Difference {
  /** Mean of the second minus mean of the first. */
  readonly difference: number
  /** Bounds between which the difference lies with 95 % confidence. */
  readonly low: number
  readonly high: number
  /** How likely a difference at least this large is if there is none (two-sided). */
  readonly p: number
}

const resamples = 10_000

/**
 * Whether one way of ranking is better than another on the same questions: the paired bootstrap test with its percentile
 * interval (Efron and Tibshirani 1993; for retrieval Sakai, SIGIR 2006). `before` and `after` are values per question, in one order.
 */
export function pairedBootstrap(before: readonly number[], after: readonly number[], seed = 1): Difference {
  if (before.length !== after.length) throw new Error('Both must answer the same questions')
  const differences = after.map((value, index) => value - (before[index] ?? 0))
  const difference = mean(differences)
  const next = seeded(seed)
  const draw = () => {
    let sum = 0
    for (let index = 0; index < differences.length; index += 1)
      sum += differences[Math.floor(next() * differences.length)] ?? 0
    return sum / Math.max(1, differences.length)
  }
  const means = Array.from({ length: resamples }, draw).toSorted((a, b) => a - b)
  const at = (share: number) => means[Math.min(resamples - 1, Math.floor(resamples * share))] ?? 0
  // Under the hypothesis of no difference the same draws lie around zero.
  const asFar = means.filter((one) => Math.abs(one - difference) >= Math.abs(difference)).length
  return { difference, low: at(0.025), high: at(0.975), p: difference === 0 ? 1 : asFar / resamples }
}
