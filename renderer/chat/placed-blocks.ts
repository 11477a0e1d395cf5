import { createBlockSplitter, isListItem } from './blocks.ts'
import { citedNumbers } from './citations.ts'
import type { Evidence } from './evidence.ts'

/** A block of an answer with the notes that stand beside it. */
export interface PlacedBlock {
  readonly text: string
  readonly notes: readonly PlacedNote[]
  /** Numbers that can be cited in it, as `1 2 3`: a string, so that equal ones are equal. */
  readonly known: string
  readonly weak: string
  /** True: it goes on with the list of the block above. */
  readonly continues: boolean
}

export interface PlacedNote {
  readonly evidence: Evidence
  /** Number of the note above, which it keeps clear of. */
  readonly after: number | null
}

/** Blocks that are drawn together; a part that is full stays the same object while an answer grows. */
export type Part = readonly PlacedBlock[]

const blocksOfPart = 40
/** So many blocks at the end may still change while words arrive. */
const unsettled = 2

/**
 * Places the notes of an answer that grows: each beside the block that is first to cite it. Only the last blocks are read
 * again when words arrive.
 */
export function createPlacing(): (text: string, evidence: readonly Evidence[]) => readonly Part[] {
  const splitter = createBlockSplitter()
  let shown: readonly Evidence[] = []
  let settled = nothingPlaced()
  let full: Part[] = []

  return (text, evidence) => {
    const blocks = splitter.split(text)
    const count = Math.max(0, blocks.length - unsettled)
    const isGrown =
      shown.every((one, index) => one === evidence[index]) &&
      settled.blocks.length <= count &&
      settled.blocks.every((block, index) => block.text === blocks[index])
    if (!isGrown) {
      settled = nothingPlaced()
      full = []
    }
    shown = evidence
    const byNumber = new Map(evidence.map((one) => [one.n, one]))
    for (const block of blocks.slice(settled.blocks.length, count)) place(settled, block, byNumber)
    while ((full.length + 1) * blocksOfPart <= settled.blocks.length) {
      full.push(settled.blocks.slice(full.length * blocksOfPart, (full.length + 1) * blocksOfPart))
    }
    const { after, noted, inList } = settled
    const rest = { blocks: settled.blocks.slice(full.length * blocksOfPart), after, inList, noted: new Set(noted) }
    for (const block of blocks.slice(count)) place(rest, block, byNumber)
    return [...full, ...inParts(rest.blocks)]
  }
}

interface Placed {
  readonly blocks: PlacedBlock[]
  readonly noted: Set<number>
  after: number | null
  /** Whether the last block is a list. */
  inList: boolean
}

function nothingPlaced(): Placed {
  return { blocks: [], noted: new Set(), after: null, inList: false }
}

function place(placed: Placed, text: string, byNumber: ReadonlyMap<number, Evidence>) {
  const notes: PlacedNote[] = []
  const cited = citedNumbers(text).flatMap((n) => byNumber.get(n) ?? [])
  for (const evidence of cited) {
    if (placed.noted.has(evidence.n)) continue
    placed.noted.add(evidence.n)
    notes.push({ evidence, after: placed.after })
    placed.after = evidence.n
  }
  // Only what stands in the block, so that a number that comes later renders nothing above it.
  const known = cited.map(({ n }) => n).join(' ')
  const weak = cited.flatMap((one) => (one.weak ? one.n : [])).join(' ')
  const isList = isListItem(text)
  placed.blocks.push({ text, notes, known, weak, continues: isList && placed.inList })
  placed.inList = isList
}

function inParts(blocks: readonly PlacedBlock[]): readonly Part[] {
  const parts: Part[] = []
  for (let at = 0; at < blocks.length; at += blocksOfPart) parts.push(blocks.slice(at, at + blocksOfPart))
  return parts
}
