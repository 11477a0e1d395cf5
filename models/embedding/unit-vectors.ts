import { EmbedderFault } from './embedder-fault.ts'

export interface Expected {
  readonly count: number
  /** Null while nobody knows them yet. */
  readonly dimensions: number | null
}

/** What a server gave for some texts, as unit vectors; throws where it is not one direction for each text. */
export function unitVectors(given: readonly (readonly number[])[], expected: Expected): Float32Array<ArrayBuffer>[] {
  checkShape(given, expected)
  return given.map((values) => {
    const length = Math.hypot(...values)
    if (length === 0) throw new EmbedderFault('not-an-embedding-model', 'a vector of zeros')
    if (!Number.isFinite(length)) throw new EmbedderFault('unsupported', 'a vector with a value that is no number')
    return Float32Array.from(values, (value) => value / length)
  })
}

/** Throws unless these are vectors that may stand beside those of the model: one for each text, as long, of length 1. */
export function assertUnitVectors(vectors: readonly Float32Array[], expected: Expected): void {
  checkShape(vectors, expected)
  for (const vector of vectors) {
    let squares = 0
    for (const value of vector) squares += value * value
    // Written this way round, NaN fails too.
    if (!(Math.abs(squares - 1) < tolerance)) {
      throw new EmbedderFault(squares === 0 ? 'not-an-embedding-model' : 'unsupported', `a vector of length ${squares}`)
    }
  }
}

const tolerance = 0.01

function checkShape(given: readonly { readonly length: number }[], { count, dimensions }: Expected): void {
  if (given.length !== count) throw new EmbedderFault('unsupported', `${given.length} vectors for ${count} texts`)
  const other = given.find(({ length }) => length !== (dimensions ?? given[0]?.length) || length === 0)
  if (other) throw new EmbedderFault('damaged', `a vector of ${other.length} numbers instead of ${dimensions}`)
}
