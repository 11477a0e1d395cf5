import { Fragment, useMemo } from 'react'
import { splitBlocks } from './blocks.ts'
import { CitedMarkdown } from './CitedMarkdown.tsx'
import { EvidenceNote } from './EvidenceNote.tsx'
import type { Evidence } from './evidence.ts'
import { citedNumbers } from './sentences.ts'

export interface AnswerBodyProps {
  readonly text: string
  readonly evidence: readonly Evidence[]
  readonly scope: string
  readonly arriving?: boolean
  readonly onOpen: (n: number) => void
}

/** A written answer: each paragraph followed by the notes it is first to cite, which stand in the margin. */
export function AnswerBody({ text, evidence, scope, arriving, onOpen }: AnswerBodyProps) {
  const blocks = useMemo(() => placeNotes(splitBlocks(text), evidence), [text, evidence])

  return (
    <div className={arriving ? 'answer arriving' : 'answer'}>
      {blocks.map((block, index) => (
        // Blocks only ever grow at the end; their place is what they are.
        <Fragment key={index}>
          <CitedMarkdown
            text={block.text}
            scope={scope}
            known={block.known}
            anchored={block.notes.map(({ evidence: { n } }) => n).join(' ')}
            weak={block.weak}
            onOpen={onOpen}
          />
          {block.notes.map((note) => (
            <EvidenceNote key={note.evidence.n} scope={scope} onOpen={onOpen} {...note} />
          ))}
        </Fragment>
      ))}
    </div>
  )
}

interface PlacedNote {
  readonly evidence: Evidence
  readonly after: number | null
}

function placeNotes(blocks: readonly string[], evidence: readonly Evidence[]) {
  const byNumber = new Map(evidence.map((one) => [one.n, one]))
  const waiting = new Map(byNumber)
  let after: number | null = null
  return blocks.map((text) => {
    const notes: PlacedNote[] = []
    for (const n of citedNumbers(text)) {
      const one = waiting.get(n)
      if (!one) continue
      waiting.delete(n)
      notes.push({ evidence: one, after })
      after = n
    }
    // Only what stands in the block, so that a number that comes later renders nothing above it.
    const cited = [...new Set(citedNumbers(text))].flatMap((n) => byNumber.get(n) ?? [])
    const known = cited.map(({ n }) => n).join(' ')
    const weak = cited.flatMap((one) => (one.weak ? one.n : [])).join(' ')
    return { text, notes, known, weak }
  })
}
