import { MessageCircleQuestion } from 'lucide-react'
import { type CSSProperties, createContext, use } from 'react'
import { IconButton } from '../ui/Button.tsx'
import { hiddenCharactersInWords } from '../ui/hidden-characters.ts'
import { Marked } from '../ui/Marked.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { anchorOfNote, anchorOfSentence, citesOf } from './CitedMarkdown.tsx'
import type { QuotedCell } from './cells.ts'
import type { Evidence } from './evidence.ts'

export interface EvidenceNoteProps {
  readonly evidence: Evidence
  readonly scope: string
  /** Number of the note above, which this one keeps clear of. */
  readonly after: number | null
  readonly onOpen: (n: number) => void
}

/** What takes a passage along to the next question; null where there is no box for one. */
export const AskAboutPassage = createContext<((evidence: Evidence) => void) | null>(null)

export function EvidenceNote({ evidence, scope, after, onOpen }: EvidenceNoteProps) {
  const { n, title, place, quote, quoteMarks, cells, weak, passage } = evidence
  const hidden = hiddenCharactersInWords(passage.text)
  const askAbout = use(AskAboutPassage)
  return (
    <aside
      className={weak ? 'ev weak' : 'ev'}
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
        <span className="place num cut">{place}</span>
        {askAbout && (
          <IconButton
            icon={MessageCircleQuestion}
            label="Ask about this passage"
            className="ask-about"
            onClick={() => askAbout(evidence)}
          />
        )}
      </header>
      {cells ? (
        <Cells cells={cells} />
      ) : (
        <blockquote dir="auto">
          “<Marked text={quote} marks={quoteMarks} />”
        </blockquote>
      )}
      {weak && (
        <p className="why">
          <StateShape shape="half" tone="warn" /> Says little of this sentence
        </p>
      )}
      {hidden && (
        <p className="why">
          <StateShape shape="half" tone="warn" /> {hidden}
        </p>
      )}
    </aside>
  )
}

/** A row of a table is quoted as its cells; at most three fit beside a sentence. */
function Cells({ cells }: { readonly cells: readonly QuotedCell[] }) {
  return (
    <div className="cells">
      {cells.map(({ name, value, marked }) => (
        <dl key={name + value}>
          <dt className="cut">{name}</dt>
          <dd className="cut">{marked ? <mark>{value}</mark> : value}</dd>
        </dl>
      ))}
    </div>
  )
}

/** Where a note stands: level with its sentence, or under the note above. */
export function noteStyle(scope: string, n: number, after: number | null): CSSProperties {
  // Custom properties are not in React's types.
  return {
    '--at': anchorOfSentence(scope, n),
    // The first of a turn keeps clear of the last one of the turn above.
    ...(after === null ? {} : { '--after': anchorOfNote(scope, after) }),
    anchorName: anchorOfNote(scope, n),
  } as CSSProperties
}
