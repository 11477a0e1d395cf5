import type { TextRange } from '#contract/passage'

export interface Excerpt {
  readonly text: string
  /** Within `text`. */
  readonly marks: TextRange[]
}

const before = 40
const length = 180

/** The part of a text around the first of the words in one line, with all of them marked; case and accents do not count. */
export function excerptOf(text: string, words: readonly string[]): Excerpt {
  const line = text.replace(/\s+/g, ' ').trim()
  const folded = foldedOf(line)
  const places = words.flatMap((word) => placesOf(folded, word)).toSorted((a, b) => a.start - b.start)
  const first = places[0]?.start ?? 0
  const begin = first <= before ? 0 : wordBegin(line, first - before)
  const cut = line.slice(begin, begin + length)
  const lead = begin > 0 ? '…' : ''
  const shift = lead.length - begin
  const marks = places
    .filter(({ start, end }) => start >= begin && end <= begin + cut.length)
    .reduce<TextRange[]>((kept, { start, end }) => {
      const last = kept.at(-1)
      if (last && start + shift < last.end) return kept
      return [...kept, { start: start + shift, end: end + shift }]
    }, [])
  return { text: `${lead}${cut}${begin + cut.length < line.length ? '…' : ''}`, marks }
}

interface Folded {
  readonly text: string
  /** Where each letter of the folded text stands in the line. */
  readonly at: readonly number[]
}

function foldedOf(line: string): Folded {
  let text = ''
  const at: number[] = []
  for (let index = 0; index < line.length; ) {
    const character = String.fromCodePoint(line.codePointAt(index) ?? 0)
    for (const unit of fold(character)) {
      for (let part = 0; part < unit.length; part += 1) at.push(index)
      text += unit
    }
    index += character.length
  }
  at.push(line.length)
  return { text, at }
}

function placesOf({ text, at }: Folded, word: string): TextRange[] {
  const wanted = fold(word)
  const found: TextRange[] = []
  for (
    let from = text.indexOf(wanted);
    wanted !== '' && from !== -1;
    from = text.indexOf(wanted, from + wanted.length)
  ) {
    found.push({ start: at[from] ?? 0, end: at[from + wanted.length] ?? 0 })
  }
  return found
}

function fold(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
}

function wordBegin(line: string, at: number): number {
  const space = line.indexOf(' ', at)
  return space === -1 || space > at + before ? at : space + 1
}
