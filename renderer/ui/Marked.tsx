import { Fragment } from 'react'
import type { TextRange } from '#contract/passage'
import { cutByMarks } from './marks.ts'

/** Words of a source with the highlighter on the given ranges. */
export function Marked({ text, marks }: { readonly text: string; readonly marks: readonly TextRange[] }) {
  return cutByMarks(text, marks).map((piece, index) =>
    piece.marked ? <mark key={`${index}m`}>{piece.text}</mark> : <Fragment key={`${index}p`}>{piece.text}</Fragment>,
  )
}
