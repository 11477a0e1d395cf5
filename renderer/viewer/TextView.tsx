import { useMemo } from 'react'
import { Marked } from '../ui/Marked.tsx'
import type { ViewProps } from './DocumentView.tsx'
import { Lines } from './Lines.tsx'
import { cutLines, marksOfLine } from './lines.ts'

/** Plain words on a sheet, marked where the place says. */
export function TextView({ document, place }: ViewProps) {
  const lines = useMemo(() => cutLines(document.text), [document.text])
  return (
    <Lines lines={lines} place={place} lineHeight={24} className="" label={document.title}>
      {(line) => (
        <div dir="auto">
          <Marked text={line.text} marks={marksOfLine(line, place.marks)} />
        </div>
      )}
    </Lines>
  )
}
