import type { PlacedRange } from '../parsers/parser.ts'
import type { RecognisedLine } from './media.ts'

export interface RecognisedText {
  readonly text: string
  /** Of the lines, within the text. */
  readonly places: readonly PlacedRange[]
}

/** A corner of a picture, in the unit that places are kept in. */
export type ToPoint = (x: number, y: number) => { readonly x: number; readonly y: number }

/** The text of a picture with its lines, paragraphs apart, each line with its box. */
export function recognisedText(lines: readonly RecognisedLine[], toPoint: ToPoint): RecognisedText {
  let text = ''
  const places = lines.map((line): PlacedRange => {
    if (text !== '') text += line.opens ? '\n\n' : '\n'
    const start = text.length
    text += line.text
    return { start, end: text.length, place: boxOf(line, toPoint) }
  })
  return { text, places }
}

function boxOf({ left, top, right, bottom }: RecognisedLine, toPoint: ToPoint) {
  const [a, b] = [toPoint(left, top), toPoint(right, bottom)]
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  return {
    kind: 'box' as const,
    x: tenth(x),
    y: tenth(y),
    width: tenth(Math.abs(a.x - b.x)),
    height: tenth(Math.abs(a.y - b.y)),
  }
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
