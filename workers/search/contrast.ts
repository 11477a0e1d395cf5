import { dot } from './exact-vectors.ts'

/** What two texts that have nothing to do with each other have with the shipped model; the limits of relevance were found with it. */
const unrelatedShipped = 0.08
const fewest = 12

export type Contrast = (cosine: number) => number

/**
 * Brings the cosines of a model to the scale of the shipped one. Many models put all texts close together (a cosine of 0.7 for
 * strangers); taken as they are, everything would be relevant. The sample is of passages from all over the library.
 */
export function contrastOf(sample: readonly Float32Array[]): Contrast {
  const [first, ...others] = sample
  if (!first || sample.length < fewest) return (cosine) => cosine
  const neighbours = others.map((vector, index) => dot(vector, sample[index] ?? first))
  // The median: a sample may hold several passages of one document.
  const unrelated = neighbours.toSorted((a, b) => a - b)[Math.floor(neighbours.length / 2)] ?? unrelatedShipped
  if (unrelated >= 1) return (cosine) => cosine
  const stretch = (1 - unrelatedShipped) / (1 - unrelated)
  return (cosine) => unrelatedShipped + (cosine - unrelated) * stretch
}
