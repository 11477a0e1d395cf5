import { asBuffer } from './file-bytes.ts'
import { createJsonScanner } from './json-scanner.ts'

/** A value of a JSON array, or what is known of one that is too large or no JSON. */
export type JsonElement =
  | { readonly value: unknown }
  /** `head`: how it begins, to tell what it is. */
  | { readonly skipped: 'too-large' | 'broken'; readonly bytes: number; readonly head: string }

export interface ArrayToRead {
  /** Of an object around the array, the key it stands at. Without one, an object is itself the only element. */
  readonly key: string | null
  /** Larger elements are skipped, whole and without being held. */
  readonly mostBytes: number
}

/** Yields the objects of a JSON array one by one from its bytes; however large the array or deep its values, one element is in memory. */
export async function* jsonElements(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
  { key, mostBytes }: ArrayToRead,
): AsyncGenerator<JsonElement> {
  const scanner = createJsonScanner(key)
  const element = createElement(mostBytes)
  for await (const chunk of chunks) {
    for (const { start, end } of scanner.scan(chunk)) {
      element.add(chunk.subarray(start, end ?? chunk.length))
      if (end !== null) yield element.take()
    }
    if (scanner.hasEnded()) return
  }
}

const headBytes = 4_096

/** Gathers the bytes of an element as long as it is not too large. */
function createElement(mostBytes: number) {
  let pieces: Uint8Array<ArrayBuffer>[] = []
  let bytes = 0
  let head = ''

  return { add, take }

  function add(piece: Uint8Array<ArrayBuffer>): void {
    if (head.length < headBytes) head += asBuffer(piece).toString('utf8', 0, headBytes)
    bytes += piece.length
    // The chunk it lies in may be used again by who reads the file.
    if (bytes <= mostBytes) pieces.push(piece.slice())
    else pieces = []
  }

  function take(): JsonElement {
    const taken = { whole: pieces, bytes, head }
    pieces = []
    bytes = 0
    head = ''
    if (taken.bytes > mostBytes) return { skipped: 'too-large', bytes: taken.bytes, head: taken.head }
    try {
      return { value: JSON.parse(Buffer.concat(taken.whole).toString('utf8')) }
    } catch {
      return { skipped: 'broken', bytes: taken.bytes, head: taken.head }
    }
  }
}
