import { createHash } from 'node:crypto'

export interface Measured {
  bytes: number
  sha256: string
}

/** Passes bytes on, and knows their number and SHA-256 when the last has gone through. */
export async function* measuring(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  onEnd: (measured: Measured) => void,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of source) {
    hash.update(chunk)
    bytes += chunk.length
    onBytes(chunk.length)
    yield chunk
  }
  onEnd({ bytes, sha256: hash.digest('hex') })
}
