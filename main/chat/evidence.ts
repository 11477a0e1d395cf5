import type { Citation } from '#contract/chat.contract'
import type { Evidence, Passage } from '#contract/passage'
import type { EvidenceInput } from '#contract/search.contract'
import type { NumberedPassage } from '#models/chat/chat-model'
import { bestQuotes } from '#models/chat/quotes.chat-model'
import { type CitedSentence, citedSentences } from './citations.ts'

export type FindEvidence = (input: EvidenceInput, signal?: AbortSignal) => Promise<readonly Evidence[]>

/** From this score on a sentence of a passage says what the sentence of the answer says. */
const goodSupport = 0.45

/** What each number of an answer shows: the sentence of its passage that carries the claim, one per number. */
export async function citationsOf(
  answer: string,
  passages: readonly Passage[],
  findEvidence: FindEvidence,
): Promise<Citation[]> {
  const sentences = citedSentences(answer, passages.length)
  const byNumber = Map.groupBy(sentences, ({ n }) => n)
  return Promise.all(
    [...byNumber].flatMap(([n, cited]) => {
      const passage = passages[n - 1]
      return passage ? [citationFor({ n, passage, cited, findEvidence })] : []
    }),
  )
}

/** The citations of quotes, which carry themselves; the marks are the words of the question. */
export function citationsOfQuotes(passages: readonly NumberedPassage[]): Citation[] {
  return bestQuotes(passages).map(({ n, passage, range, marks }) => {
    const quote = passage.text.slice(range.start, range.end)
    return { n, passage, quote, quoteRange: range, marks: [...marks], support: 'good' as const }
  })
}

async function citationFor({
  n,
  passage,
  cited,
  findEvidence,
}: {
  readonly n: number
  readonly passage: Passage
  readonly cited: readonly CitedSentence[]
  readonly findEvidence: FindEvidence
}): Promise<Citation> {
  const found = await Promise.all(
    cited
      .slice(0, 4)
      .map(({ claim }) => findEvidence({ claim: claim.slice(0, 8_000), passageIds: [passage.id], limit: 1 })),
  )
  const best = found.flat().toSorted((a, b) => b.score - a.score)[0]
  const quoteRange = best?.sentence ?? firstSentence(passage.text)
  return {
    n,
    passage,
    quote: passage.text.slice(quoteRange.start, quoteRange.end),
    quoteRange,
    marks: best ? [...best.marks] : [],
    support: best && best.score >= goodSupport ? 'good' : 'weak',
  }
}

function firstSentence(text: string) {
  const [first] = new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text)
  return { start: 0, end: Math.min(first?.segment.trimEnd().length ?? 0, 400) }
}
