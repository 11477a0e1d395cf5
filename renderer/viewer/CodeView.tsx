import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { queries } from '../app/queries.ts'
import { type CodeToken, highlight } from '../ui/highlight.ts'
import { cutByMarks } from '../ui/marks.ts'
import { Definitions } from './Definitions.tsx'
import type { ViewProps } from './DocumentView.tsx'
import { Lines } from './Lines.tsx'
import { cutLines, type Line, marksOfLine } from './lines.ts'
import '../ui/code.css'

/** Beyond this, code is shown in one colour: it appears at once. */
const longest = 400_000

/** Source code and JSON with their lines numbered and coloured. */
export function CodeView({ document, place }: ViewProps) {
  const lines = useMemo(() => cutLines(document.text), [document.text])
  // The text form of JSON is no JSON: it is a line for each value.
  const language = document.type === 'code' ? document.language : null
  const whole = lines.every(({ number }) => number !== null)
  const { data: tokens } = useQuery({
    queryKey: ['viewer', 'highlight', document.id, document.modifiedAt],
    queryFn: () => highlight(document.text, language ?? 'text'),
    enabled: language !== null && whole && document.text.length <= longest,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const { data: outline } = useQuery({
    ...queries.outline(document.id, document.modifiedAt),
    enabled: document.type === 'code',
  })
  const [goTo, setGoTo] = useState<{ readonly index: number } | null>(null)
  const toLine = (wanted: number) =>
    setGoTo({
      index: Math.max(
        0,
        lines.findIndex(({ number }) => number === wanted),
      ),
    })
  return (
    <Lines
      lines={lines}
      place={place}
      goTo={goTo}
      lineHeight={20}
      className="code"
      label={document.title}
      head={outline && outline.symbols.length > 0 && <Definitions symbols={outline.symbols} onChoose={toLine} />}
    >
      {(line, index) => (
        <CodeLine line={line} tokens={whole ? tokens?.[index] : undefined} marks={marksOfLine(line, place.marks)} />
      )}
    </Lines>
  )
}

interface CodeLineProps {
  readonly line: Line
  readonly tokens: readonly CodeToken[] | undefined
  readonly marks: ReturnType<typeof marksOfLine>
}

function CodeLine({ line, tokens = [{ text: line.text, color: undefined }], marks }: CodeLineProps) {
  let at = 0
  return (
    <>
      <span className="no">{line.number}</span>
      <span dir="ltr">
        {tokens.map((token, index) => {
          const start = at
          at += token.text.length
          const inside = marks
            .map((mark) => ({ start: mark.start - start, end: mark.end - start }))
            .filter(({ end }) => end > 0)
          return (
            <span key={`${index}:${start}`} style={{ color: token.color }}>
              {cutByMarks(
                token.text,
                inside.map(({ start: from, end }) => ({ start: Math.max(0, from), end })),
              ).map((piece, place) => (piece.marked ? <mark key={`${place}m`}>{piece.text}</mark> : piece.text))}
            </span>
          )
        })}
      </span>
    </>
  )
}
