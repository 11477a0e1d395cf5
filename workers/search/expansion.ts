import { createBest } from './best.ts'
import { dot } from './exact-vectors.ts'
import type { PassageStore } from './passage.store.ts'
import type { VectorIndex } from './vector-index.ts'

export interface ExpansionInput {
  readonly passages: Pick<PassageStore, 'vector' | 'vectors'>
  readonly model: string
  readonly dimensions: number
  /** In the order in which they were put into the index: any stretch of it is a fair sample. */
  readonly keys: readonly number[]
  readonly open: (expansion: number) => VectorIndex
}

export interface Expansion {
  readonly expansion: number
  /** Recall@10 against exact search, measured with it. */
  readonly recall: number
}

/** What a search must find of the ten nearest. The sample is small, so a little more is asked for than is promised (0.98). */
const leastRecall = 0.985
const expansions = [256, 384, 512, 768, 1_024, 1_536, 2_048]
const questions = 48
const depth = 10

/**
 * The least expansion with which an index finds the ten nearest of its own vectors, measured: half of what is asked are
 * vectors of the library, the others lie half-way between two of them, which is harder and more like a question.
 */
export function chooseExpansion(input: ExpansionInput): Expansion {
  const asked = sampleOf(input)
  const right = exactNearest(asked, input)
  let measured: Expansion = { expansion: expansions.at(-1) ?? 0, recall: 1 }
  for (const expansion of expansions) {
    const index = input.open(expansion)
    const hits = asked.map((vector, question) => {
      const nearest = right[question] ?? []
      const worst = nearest.at(-1)?.score ?? 0
      // Copies of a text are equally near; any of them is right.
      const found = index.search(vector, depth).filter(({ score }) => score >= worst - equal)
      return nearest.length === 0 ? 1 : Math.min(1, found.length / nearest.length)
    })
    measured = { expansion, recall: hits.reduce((sum, hit) => sum + hit, 0) / Math.max(1, hits.length) }
    if (measured.recall >= leastRecall) break
  }
  return measured
}

/** Cosines of vectors in half precision are right to about this. */
const equal = 0.0003

function sampleOf({ passages, model, dimensions, keys }: ExpansionInput): readonly Float32Array[] {
  const step = Math.max(1, Math.floor(keys.length / questions))
  const stored = keys
    .filter((_, index) => index % step === 0)
    .slice(0, questions)
    .flatMap((key) => passages.vector(model, key) ?? [])
    .filter(({ length }) => length === dimensions)
  return stored.map((vector, index) => (index % 2 === 0 ? vector : between(vector, stored[index - 1] ?? vector)))
}

function between(one: Float32Array, other: Float32Array): Float32Array {
  const middle = one.map((value, index) => value + (other[index] ?? 0))
  const length = Math.hypot(...middle)
  return length === 0 ? one : middle.map((value) => value / length)
}

/** Reads the vectors in stretches and holds none: a million would not fit into memory beside the index. */
function exactNearest(asked: readonly Float32Array[], { passages, model, dimensions }: ExpansionInput) {
  const nearest = asked.map(() => createBest(depth))
  for (let after = 0; ; ) {
    const rows = passages.vectors(model, after, 500)
    if (rows.length === 0) return nearest.map((best) => best.ranked())
    after = rows.at(-1)?.key ?? after
    for (const { key, vector } of rows) {
      if (vector.length !== dimensions) continue
      for (const [question, best] of nearest.entries()) best.offer(key, dot(asked[question] ?? vector, vector))
    }
  }
}
