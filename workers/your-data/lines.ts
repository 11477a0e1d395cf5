import { StringDecoder } from 'node:string_decoder'

/** Longer lines are refused: a document with a million passages has one of 200 million characters. */
const longestLine = 256_000_000

/** Thrown for a part that is no JSON Lines; `line` counts from 1. */
export class LineBroken extends Error {
  readonly line: number

  constructor(line: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.line = line
  }
}

export interface Line {
  readonly number: number
  readonly value: unknown
}

/** The JSON values of a part, one a line, without ever holding more of it than a line. */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new StringDecoder('utf8')
  let number = 0
  let held: string[] = []
  let length = 0
  for await (const piece of bytes) {
    const text = decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength))
    let from = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      held.push(text.slice(from, end))
      yield parsed(held.join(''))
      held = []
      length = 0
      from = end + 1
    }
    held.push(text.slice(from))
    length += text.length - from
    if (length > longestLine) throw new LineBroken(number + 1, 'the line is too long')
  }
  held.push(decoder.end())
  const rest = held.join('')
  if (rest !== '') throw new LineBroken(number + 1, 'the last line is cut off')

  function parsed(line: string): Line {
    number += 1
    try {
      return { number, value: JSON.parse(line) }
    } catch (error) {
      throw new LineBroken(number, 'the line is no JSON', { cause: error })
    }
  }
}
