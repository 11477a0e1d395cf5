import type { TextRange } from '#contract/passage'

export interface CitedSentence {
  readonly n: number
  /** The sentence without its numbers. */
  readonly claim: string
}

/** The sentences of an answer with the number each cites, in order; unknown numbers are dropped, code is left alone. */
export function citedSentences(answer: string, known: number): readonly CitedSentence[] {
  const text = withoutCode(answer)
  const ranges = sentenceRanges(text)
  return citationsOf(text)
    .filter(({ n }) => n >= 1 && n <= known)
    .map(({ n, at }) => ({ n, claim: claimAt(text, ranges, at) }))
}

/** The answer without numbers that name no passage, and with the known ones as `[n]` also where a model wrote `【n】`. */
export function tidyNumbers(answer: string, known: number): string {
  const text = withoutCode(answer)
  let tidied = ''
  let at = 0
  for (const match of text.matchAll(/ ?(?:\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\](?!\()|【(\d{1,3})[^】\n]{0,30}】)/g)) {
    const numbers = (match[1] ?? match[2] ?? '').split(/[,;]/).map(Number)
    const right = numbers.filter((n) => n >= 1 && n <= known)
    const isAsItShouldBe = match[2] === undefined && right.length === numbers.length
    const space = match[0].startsWith(' ') ? ' ' : ''
    const written = right.length > 0 ? `${space}[${right.join(', ')}]` : ''
    tidied += answer.slice(at, match.index) + (isAsItShouldBe ? match[0] : written)
    at = match.index + match[0].length
  }
  return tidied + answer.slice(at)
}

/** The answer and its citations counted from 1 as a reader meets them, whatever rank the passages had. */
export function inReadingOrder<C extends { readonly n: number }>(answer: string, citations: readonly C[]) {
  const known = new Set(citations.map(({ n }) => n))
  const masked = withoutCode(answer)
  const cited = citationsOf(masked).filter(({ n }) => known.has(n))
  const numbers = new Map([...new Set(cited.map(({ n }) => n))].map((n, index) => [n, index + 1]))
  let text = ''
  let at = 0
  for (const match of masked.matchAll(citation)) {
    const renumbered = (match[1] ?? '').split(/[,;]/).map((n) => numbers.get(Number(n)) ?? Number(n))
    text += `${answer.slice(at, match.index)}[${renumbered.join(', ')}]`
    at = match.index + match[0].length
  }
  const ordered = citations.map((one) => ({ ...one, n: numbers.get(one.n) ?? one.n })).toSorted((a, b) => a.n - b.n)
  return { text: text + answer.slice(at), citations: ordered }
}

/** Passages in the order in which an answer in reading order counts them; what it does not cite follows. */
export function citedFirst<P extends { readonly id: string }>(
  citations: readonly { readonly n: number; readonly passage: { readonly id: string } }[],
  passages: readonly P[],
): readonly P[] {
  const places = new Map(citations.map(({ n, passage }) => [passage.id, n]))
  const placeOf = ({ id }: P) => places.get(id) ?? Number.MAX_SAFE_INTEGER
  return passages.toSorted((a, b) => placeOf(a) - placeOf(b))
}

// `[1]`, `[1, 2]`, `[1][2]`, but neither `[1](link)` nor `[^1]`.
const citation = /\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\](?!\()/g

function citationsOf(text: string): { readonly n: number; readonly at: number }[] {
  return [...text.matchAll(citation)].flatMap((match) =>
    (match[1] ?? '').split(/[,;]/).map((number) => ({ n: Number(number), at: match.index })),
  )
}

// Same length, so that positions stay what they are.
function withoutCode(answer: string): string {
  return answer.replace(/(```|~~~)[\s\S]*?(\1|$)|(`+)[^`\n]+?\3/g, (code) => ' '.repeat(code.length))
}

function sentenceRanges(text: string): readonly TextRange[] {
  const ranges: TextRange[] = []
  for (const { segment, index } of new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text)) {
    // A paragraph or list item ends a sentence, with or without a full stop.
    let start = index
    for (const line of segment.split(/(?<=\n)(?=[^\S\n]*(?:(?:[-*+]|\d+[.)])\s|\n))/)) {
      ranges.push({ start, end: start + line.length })
      start += line.length
    }
  }
  return ranges
}

// A number after the full stop belongs to the sentence before it.
function claimAt(text: string, ranges: readonly TextRange[], at: number): string {
  const before = ranges.filter(({ start, end }) => start <= at && hasWords(text.slice(start, Math.min(end, at))))
  const nearest = before.at(-1)
  return nearest ? clean(text.slice(nearest.start, nearest.end)) : clean(text)
}

function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(clean(text))
}

function clean(text: string): string {
  return text
    .replace(/\[\d{1,3}(?:\s*[,;]\s*\d{1,3})*\]/g, '')
    .replace(/^[^\S\r\n\u2028\u2029]*(?:[-*+>#]+|\d+[.)])\s+/gm, '')
    .replace(/[*_`]+/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,;:!?])/g, '$1')
    .trim()
}
