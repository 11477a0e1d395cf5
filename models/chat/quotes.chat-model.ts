import type { TextRange } from '#contract/passage'
import { quotedText } from '#contract/quoted-text'
import type { ChatModel, ChatPart, ChatRequest, NumberedPassage } from './chat-model.ts'

export interface Quote {
  /** Of the quote, from 1: several may be of one passage. */
  readonly n: number
  readonly passage: NumberedPassage['passage']
  /** Where it stands in the passage's text. */
  readonly range: TextRange
  readonly marks: readonly TextRange[]
}

const quotesAtMost = 4
const ofOnePassage = 3
/** On XQuAD 0.65 leaves two to three sentences, and takes 0.2 % of the answers from the first three; 0.7 would take 0.5 %. */
const leastShare = 0.65
/** The ninth passage counts for half as much as the first. */
const rankMatters = 8

/** Answers without a model: the best sentences of the best passages, word for word, each with its number. */
export function createQuotesChatModel(): ChatModel {
  return {
    runtime: 'quotes',
    name: 'quotes',
    server: 'quotes',
    local: true,
    contextLength: async () => 1_000_000,
    readiness: async () => ({ ready: true }),
    stream,
  }
}

/** The sentences to quote, best first: a few of each passage, and none that says far less than the best. */
export function bestQuotes(passages: readonly NumberedPassage[]): readonly Quote[] {
  const candidates = passages.flatMap(({ passage, evidence }, rank) =>
    evidence.slice(0, ofOnePassage).map(({ sentence, marks, score }) => ({
      passage,
      range: sentence,
      marks,
      score: score / (1 + rank / rankMatters),
    })),
  )
  if (candidates.length === 0) return passages.slice(0, 1).map(beginning)
  const best = Math.max(...candidates.map(({ score }) => score))
  return candidates
    .filter(({ score }) => score >= best * leastShare)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, quotesAtMost)
    .map(({ passage, range, marks }, index) => ({ n: index + 1, passage, range, marks }))
}

async function* stream({ passages }: ChatRequest, signal?: AbortSignal): AsyncGenerator<ChatPart> {
  for (const [index, { n, passage, range }] of bestQuotes(passages).entries()) {
    if (signal?.aborted) {
      yield { type: 'stopped', failure: { code: 'MODEL_STOPPED', reason: 'stopped-by-person', message: 'Aborted' } }
      return
    }
    const { text } = quotedText(passage.text.slice(range.start, range.end), [], passage.type)
    yield { type: 'token', text: `${index === 0 ? '' : '\n\n'}“${text}” [${n}]` }
  }
  yield { type: 'finished', promptTokens: null, answerTokens: null }
}

// Only where the search found no sentence at all, so that a passage is never hidden.
function beginning({ passage }: NumberedPassage): Quote {
  const end = /[.!?。！？](\s|$)|\n\s*\n/.exec(passage.text)
  return {
    n: 1,
    passage,
    range: { start: 0, end: end ? end.index + 1 : Math.min(300, passage.text.length) },
    marks: [],
  }
}
