import { Fragment } from 'react'
import { Marked } from '../ui/Marked.tsx'
import { longDate } from '../ui/words.ts'
import { anchorOfSentence, CitationNumber, citesOf } from './CitedMarkdown.tsx'
import { noteStyle } from './EvidenceNote.tsx'
import type { Evidence } from './evidence.ts'

export interface QuotesBodyProps {
  readonly evidence: readonly Evidence[]
  readonly scope: string
  readonly onOpen: (n: number) => void
}

/** Sentences of documents word for word; the margin says where they are from. */
export function QuotesBody({ evidence, scope, onOpen }: QuotesBodyProps) {
  return (
    <div className="answer quotes">
      {evidence.map((one, index) => (
        <Fragment key={one.n}>
          <blockquote
            dir="auto"
            data-cites={citesOf(scope, [one.n])}
            style={{ anchorName: anchorOfSentence(scope, one.n) }}
          >
            <Marked text={one.quote.trim()} marks={one.quoteMarks} />”<CitationNumber n={one.n} onOpen={onOpen} />
          </blockquote>
          <Source one={one} scope={scope} after={evidence[index - 1]?.n ?? null} onOpen={onOpen} />
        </Fragment>
      ))}
    </div>
  )
}

interface SourceProps {
  readonly one: Evidence
  readonly scope: string
  readonly after: number | null
  readonly onOpen: (n: number) => void
}

function Source({ one: { n, title, passage, place }, scope, after, onOpen }: SourceProps) {
  return (
    <aside
      className="ev"
      role="note"
      aria-label={`Source ${n}`}
      data-cites={citesOf(scope, [n])}
      style={noteStyle(scope, n, after)}
    >
      <span className="n" aria-hidden>
        {n}
      </span>
      <header>
        <button type="button" className="name cut" title={passage.path} onClick={() => onOpen(n)}>
          {title}
        </button>
      </header>
      <p className="cut">
        {passage.page === null ? place : [`Page ${passage.page}`, passage.heading].filter(Boolean).join(', ')}
      </p>
      <p>{longDate(passage.modifiedAt)}</p>
    </aside>
  )
}
