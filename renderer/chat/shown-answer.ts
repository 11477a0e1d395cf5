import type { Turn } from '#contract/chat.contract'
import type { FoundPassage } from '#contract/search.contract'
import { isLive, type LiveTurn } from './answer.ts'
import { citationToEvidence, type Evidence, passageToEvidence } from './evidence.ts'
import { renumber } from './renumber.ts'

/** An answer as it is read: citations counted in reading order, each with its evidence. */
export interface ShownAnswer {
  readonly text: string
  readonly evidence: readonly Evidence[]
}

/** What the page shows of a turn's answer, while it is written and afterwards. */
export function shownAnswer(turn: Turn | LiveTurn): ShownAnswer {
  const { answer } = turn
  if (answer?.mode === 'quotes') return { text: answer.text, evidence: answer.citations.map(citationToEvidence) }
  if (answer) return countFromOne(answer.text, answer.citations.map(citationToEvidence))
  if (!isLive(turn)) return { text: '', evidence: [] }
  // What is cited already has its sentence; of the others only the passage is known yet.
  const cited = turn.citations.map(citationToEvidence)
  const given = evidenceOf(turn.passages)
  return countFromOne(turn.text, [...cited, ...given.filter(({ n }) => !cited.some((one) => one.n === n))])
}

const evidenceByPassages = new WeakMap<readonly FoundPassage[], readonly Evidence[]>()

// Sentences are cut once per answer, not once per word of it.
function evidenceOf(passages: readonly FoundPassage[]): readonly Evidence[] {
  const known = evidenceByPassages.get(passages)
  if (known) return known
  const evidence = passages.map((passage, index) => passageToEvidence(passage, index + 1))
  evidenceByPassages.set(passages, evidence)
  return evidence
}

function countFromOne(written: string, all: readonly Evidence[]): ShownAnswer {
  const { text, numbers } = renumber(
    written,
    all.map(({ n }) => n),
  )
  const evidence = all
    .flatMap((one) => {
      const n = numbers.get(one.n)
      return n === undefined ? [] : [{ ...one, n }]
    })
    .toSorted((a, b) => a.n - b.n)
  return { text, evidence }
}
