import type { Turn } from '#contract/chat.contract'
import type { FoundPassage } from '#contract/search.contract'
import { isLive, type LiveTurn } from './answer.ts'
import { citationToEvidence, type Evidence, passageToEvidence } from './evidence.ts'
import { createRenumbering, type Renumbered, renumber } from './renumber.ts'

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
  const all = [...cited, ...given.filter(({ n }) => !cited.some((one) => one.n === n))]
  return withEvidence(renumberingOf(turn.passages, all)(turn.text), all)
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

interface KnownRenumbering {
  readonly known: string
  readonly renumber: ReturnType<typeof createRenumbering>
}

const renumberingByPassages = new WeakMap<readonly FoundPassage[], KnownRenumbering>()

// The lines of an answer are counted once, not once per word of it.
function renumberingOf(passages: readonly FoundPassage[], all: readonly Evidence[]) {
  const numbers = all.map(({ n }) => n)
  const known = numbers.join(' ')
  const before = renumberingByPassages.get(passages)
  if (before?.known === known) return before.renumber
  const renumbering = { known, renumber: createRenumbering(numbers) }
  renumberingByPassages.set(passages, renumbering)
  return renumbering.renumber
}

function countFromOne(written: string, all: readonly Evidence[]): ShownAnswer {
  const numbers = all.map(({ n }) => n)
  return withEvidence(renumber(written, numbers), all)
}

function withEvidence({ text, numbers }: Renumbered, all: readonly Evidence[]): ShownAnswer {
  const evidence = all
    .flatMap((one) => {
      const n = numbers.get(one.n)
      return n === undefined ? [] : [numbered(one, n)]
    })
    .toSorted((a, b) => a.n - b.n)
  return { text, evidence }
}

const numberedBefore = new WeakMap<Evidence, Evidence>()

// The same evidence under the same number is the same object, so that what stands beside an answer is not drawn anew.
function numbered(one: Evidence, n: number): Evidence {
  const before = numberedBefore.get(one)
  if (before?.n === n) return before
  const now = { ...one, n }
  numberedBefore.set(one, now)
  return now
}
