import { memo, useMemo, useState } from 'react'
import { createChunking } from './code-chunks.ts'
import { type ColouredChunk, useColours } from './useColours.ts'

/** Code in its colours, forty lines at a time. */
export function ColouredCode({
  code,
  language,
  closed,
}: {
  readonly code: string
  readonly language: string
  readonly closed: boolean
}) {
  const [cut] = useState(createChunking)
  const chunks = useMemo(() => cut(code), [cut, code])
  const coloured = useColours(chunks, language, closed)
  return chunks.map((text, index) => (
    // Code only ever grows at the end; its place is what a piece is.
    <Chunk key={index} text={text} colours={coloured[index]} far={index > 1} />
  ))
}

interface ChunkProps {
  readonly text: string
  readonly colours: ColouredChunk | undefined
  readonly far: boolean
}

const Chunk = memo(function Chunk({ text, colours, far }: ChunkProps) {
  const isOurs = colours !== undefined && text.startsWith(colours.text)
  const rest = isOurs ? text.slice(colours.text.length) : text
  return (
    <span className={far ? 'chunk far' : 'chunk'}>
      {isOurs && <Lines colours={colours} />}
      {rest}
      {'\n'}
    </span>
  )
})

const Lines = memo(function Lines({ colours }: { readonly colours: ColouredChunk }) {
  return colours.lines.map((line, index) => (
    // Lines are drawn anew together.
    <span key={index}>
      {index > 0 && '\n'}
      {line.map(({ text, color }, place) =>
        color === undefined || color === 'var(--shiki-foreground)' ? (
          text
        ) : (
          <span key={place} style={{ color }}>
            {text}
          </span>
        ),
      )}
    </span>
  ))
})
