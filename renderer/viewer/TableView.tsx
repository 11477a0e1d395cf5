import { useMemo } from 'react'
import type { ViewProps } from './DocumentView.tsx'
import { Lines } from './Lines.tsx'
import { isNumeric, readTable } from './table.ts'

/** Rows and columns with the head kept apart; the cited cells are marked. */
export function TableView({ document, place }: ViewProps) {
  const { head, rows, firstRow, lines, numeric, columns } = useMemo(() => layOut(document.text), [document.text])
  // Custom properties are not in React's types.
  const grid = { '--columns': columns } as object
  return (
    <Lines
      lines={lines}
      place={place}
      lineHeight={32}
      className="figures"
      label={document.title}
      head={
        head.length > 0 && (
          <div className="row head" style={grid}>
            <span />
            {head.map((name, column) => (
              <span key={`${column}:${name}`} dir="auto" data-number={numeric[column] || undefined}>
                {name}
              </span>
            ))}
          </div>
        )
      }
    >
      {(_line, index) => (
        <div className="row" style={grid}>
          <span className="no">{index + firstRow}</span>
          {rows[index]?.map(({ text, start, end }, column) => {
            const marked = text !== '' && place.marks.some((mark) => mark.start < end && mark.end > start)
            return (
              <span key={`${column}:${start}`} dir="auto" data-number={numeric[column] || undefined}>
                {marked ? <mark>{text}</mark> : text}
              </span>
            )
          })}
        </div>
      )}
    </Lines>
  )
}

function layOut(text: string) {
  const { head, rows, firstRow } = readTable(text)
  const sample = rows.slice(0, 200)
  const width = Math.max(head.length, ...sample.map((row) => row.length))
  const widths = Array.from({ length: width }, (_, column) => {
    const longest = Math.max(head[column]?.length ?? 0, ...sample.map((row) => row[column]?.text.length ?? 0))
    return Math.min(40, Math.max(6, longest + 1))
  })
  return {
    head,
    rows,
    firstRow,
    lines: rows.map((row, index) => ({
      text: '',
      number: index + firstRow,
      start: row.find((cell) => cell.text !== '')?.start ?? 0,
    })),
    numeric: widths.map((_, column) => isNumeric(rows, column)),
    columns: `${String(rows.length + 1).length + 1}ch ${widths.map((characters) => `minmax(${characters}ch, ${characters}fr)`).join(' ')}`,
  }
}
