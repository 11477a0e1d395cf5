import type { Attachment } from '#contract/attachments.contract'
import type { FoundPassage } from '#contract/search.contract'

const longestPassage = 1_200
const shortestBreak = 400

/** A text that is in no document, in passages: cut at empty lines, else at the end of a line. */
export function passagesOfText({ id, title }: Attachment, text: string): FoundPassage[] {
  const passages: FoundPassage[] = []
  let line = 1
  for (let start = 0; start < text.length; ) {
    const end = endOfPassage(text, start)
    const piece = text.slice(start, end)
    const lines = piece.split('\n').length - 1
    if (piece.trim() !== '') {
      passages.push({
        id: `${id}-${passages.length}`,
        documentId: id,
        path: title,
        title,
        type: 'text',
        sourceId: '',
        modifiedAt: 0,
        page: null,
        heading: null,
        startLine: line,
        endLine: line + lines,
        range: { start, end },
        text: piece,
        score: 1,
        marks: [],
        relevant: true,
      })
    }
    line += lines
    start = end
  }
  return passages
}

/** The passages that share most with a question, weighing a word by how few of them have it; in reading order. */
export function bestOfText(passages: readonly FoundPassage[], question: string, most: number): FoundPassage[] {
  const wanted = wordsOf(question)
  const held = passages.map(({ text }) => wordsOf(text))
  const weights = new Map(
    [...wanted].map((word) => {
      const having = held.filter((words) => words.has(word)).length
      return [word, having === 0 ? 0 : Math.log(1 + passages.length / having)] as const
    }),
  )
  return passages
    .map((passage, index) => ({
      passage,
      index,
      score: [...wanted].reduce((sum, word) => sum + (held[index]?.has(word) ? (weights.get(word) ?? 0) : 0), 0),
    }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most)
    .toSorted((a, b) => a.index - b.index)
    .map(({ passage }) => passage)
}

function endOfPassage(text: string, start: number): number {
  const limit = start + longestPassage
  if (limit >= text.length) return text.length
  for (const [mark, behind] of [
    ['\n\n', 2],
    ['\n', 1],
    [' ', 1],
  ] as const) {
    const at = text.lastIndexOf(mark, limit)
    if (at > start + shortestBreak) return at + behind
  }
  // Never between the halves of a character.
  return /[\ud800-\udbff]/.test(text[limit - 1] ?? '') ? limit - 1 : limit
}

function wordsOf(text: string): Set<string> {
  const words = new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text.toLocaleLowerCase())
  return new Set([...words].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : [])))
}
