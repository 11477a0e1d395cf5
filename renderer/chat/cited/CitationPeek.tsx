import { Popover } from '@base-ui/react/popover'
import type { RefObject } from 'react'
import { Marked } from '../../ui/Marked.tsx'
import { StateShape } from '../../ui/StateShape.tsx'
import type { Evidence } from '../evidence.ts'
import { usePeek } from './usePeek.ts'
import './source-peek.css'

export interface CitationPeekProps {
  /** What has the numbers in it. */
  readonly thread: RefObject<HTMLElement | null>
  readonly evidenceOf: (scope: string, n: number) => Evidence | undefined
}

/** The passage behind the number that is pointed at or has the focus, with its words marked; Escape takes it away. */
export function CitationPeek({ thread, evidenceOf }: CitationPeekProps) {
  const { peeked, close } = usePeek(thread)
  const evidence = peeked ? evidenceOf(peeked.scope, peeked.n) : undefined
  if (!peeked || !evidence) return null
  return (
    <Popover.Root open modal={false} onOpenChange={(open: boolean) => open || close()}>
      <Popover.Portal>
        <Popover.Positioner anchor={peeked.button} side="top" sideOffset={6} collisionPadding={12} className="z-40">
          {/* The number keeps the focus: the card is only to be read. */}
          <Popover.Popup
            initialFocus={false}
            finalFocus={false}
            className="source-peek"
            aria-label={`Source ${peeked.n}`}
          >
            <Passage evidence={evidence} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function Passage({ evidence }: { readonly evidence: Evidence }) {
  const { n, title, place, passage, marks, weak } = evidence
  const { start } = passage.range
  const inPassage = marks.map((mark) => ({ start: mark.start - start, end: mark.end - start }))
  return (
    <>
      <header>
        <span className="n">{n}</span>
        <span className="em cut" dir="auto">
          {title}
        </span>
        <span className="text-muted cut">{place}</span>
      </header>
      <p className="words" dir="auto">
        <Marked text={passage.text} marks={inPassage} />
      </p>
      {weak && (
        <p className="why">
          <StateShape shape="half" tone="warn" /> Says little of this sentence
        </p>
      )}
    </>
  )
}
