import { useMemo } from 'react'
import { Marked } from '../ui/Marked.tsx'
import type { ViewProps } from './DocumentView.tsx'
import { Lines } from './Lines.tsx'
import { cutLines, marksOfLine } from './lines.ts'

/** Plain words on a sheet, marked where the place says. */
export function TextView({ document, place, why }: ViewProps & { readonly why?: string }) {
  const lines = useMemo(() => cutLines(document.text), [document.text])
  return (
    <Lines
      lines={lines}
      place={place}
      lineHeight={24}
      className=""
      label={document.title}
      head={why && <p className="why-text">{why}</p>}
    >
      {(line) => (
        <div dir="auto">
          <Marked text={line.text} marks={marksOfLine(line, place.marks)} />
        </div>
      )}
    </Lines>
  )
}
