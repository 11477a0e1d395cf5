import { Fragment, memo, useMemo, useState } from 'react'
import { CitedMarkdown } from './CitedMarkdown.tsx'
import { EvidenceNote } from './EvidenceNote.tsx'
import type { Evidence } from './evidence.ts'
import { createPlacing, type Part } from './placed-blocks.ts'

export interface AnswerBodyProps {
  readonly text: string
  readonly evidence: readonly Evidence[]
  readonly scope: string
  readonly arriving?: boolean
  readonly onOpen: (n: number) => void
}

/** A written answer: each paragraph followed by the notes it is first to cite, which stand in the margin. */
export function AnswerBody({ text, evidence, scope, arriving = false, onOpen }: AnswerBodyProps) {
  const [place] = useState(createPlacing)
  const parts = useMemo(() => place(text, evidence), [place, text, evidence])

  return (
    <div className={arriving ? 'answer arriving' : 'answer'} data-notes>
      {parts.map((part, index) => (
        // Blocks only ever grow at the end; their place is what they are.
        <Blocks
          key={index}
          part={part}
          scope={scope}
          far={index > 0}
          growing={arriving && index === parts.length - 1}
          onOpen={onOpen}
        />
      ))}
    </div>
  )
}

interface BlocksProps {
  readonly part: Part
  readonly scope: string
  /** True: so far down that what is out of sight needs not be laid out. */
  readonly far: boolean
  /** True: words still arrive at the end. */
  readonly growing: boolean
  readonly onOpen: (n: number) => void
}

/** Blocks that are looked at together: a part that is full is passed over while words arrive below it. */
const Blocks = memo(function Blocks({ part, scope, far, growing, onOpen }: BlocksProps) {
  return part.map((block, index) => (
    <Fragment key={index}>
      <CitedMarkdown
        text={block.text}
        scope={scope}
        known={block.known}
        anchored={block.notes.map(({ evidence: { n } }) => n).join(' ')}
        weak={block.weak}
        // A note could not hang on what is not laid out.
        far={far && block.notes.length === 0}
        continues={block.continues}
        growing={growing && index === part.length - 1}
        onOpen={onOpen}
      />
      {block.notes.map((note) => (
        <EvidenceNote key={note.evidence.n} scope={scope} onOpen={onOpen} {...note} />
      ))}
    </Fragment>
  ))
})
