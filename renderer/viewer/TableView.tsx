import { useMemo } from 'react'
import type { ViewProps } from './DocumentView.tsx'
import { Lines } from './Lines.tsx'
import { cutTable, isNumeric, type Row } from './table.ts'

/** Rows and columns with the head kept apart; the cited row and its cells are marked. */
export function TableView({ document, place }: ViewProps) {
  const { head, rows, lines, numeric, columns } = useMemo(() => layOut(document.text), [document.text])
  const drawn = (row: Row, number: string) => (
    <>
      <span className="no">{number}</span>
      {row.map((cell, column) => {
        const marked = place.marks.some((mark) => mark.start < cell.end && mark.end > cell.start)
        return (
          <span key={`${column}:${cell.start}`} dir="auto" data-number={numeric[column] || undefined}>
            {marked && cell.text ? <mark>{cell.text}</mark> : cell.text}
          </span>
        )
      })}
    </>
  )
  return (
    <Lines
      lines={lines}
      place={place}
      lineHeight={32}
      className="figures"
      label={document.title}
      head={
        <div className="row head sticky top-0 z-[1]" style={{ '--columns': columns } as object}>
          {head && drawn(head, '')}
        </div>
      }
    >
      {(_line, index) => {
        const row = rows[index]
        return (
          <div className="row" style={{ '--columns': columns } as object}>
            {row && drawn(row, String(index + 2))}
          </div>
        )
      }}
    </Lines>
  )
}

function layOut(text: string) {
  const [head, ...rows] = cutTable(text)
  const width = Math.max(head?.length ?? 0, ...rows.slice(0, 200).map((row) => row.length))
  const all = head ? [head, ...rows] : rows
  const widths = Array.from({ length: width }, (_, column) =>
    Math.min(40, Math.max(6, ...all.slice(0, 200).map((row) => (row[column]?.text.length ?? 0) + 1))),
  )
  return {
    head,
    rows,
    lines: rows.map((row) => ({ text: '', start: row[0]?.start ?? 0 })),
    numeric: widths.map((_, column) => isNumeric(all, column)),
    columns: `${String(rows.length + 1).length + 1}ch ${widths.map((characters) => `minmax(${characters}ch, ${characters}fr)`).join(' ')}`,
  }
}
