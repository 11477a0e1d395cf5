import type { Element, ElementContent, Root, Text } from 'hast'
import type { TextRange } from '#contract/passage'
import { cutByMarks, joinRanges, rangesWithin } from '../ui/marks.ts'

/**
 * Marks ranges of the Markdown source in what was rendered from it. Where the rendered text is not the source, as with
 * escapes, the whole piece is marked.
 */
export function rehypeMarks({ marks }: { readonly marks: readonly TextRange[] }) {
  const joined = joinRanges(marks)
  return (root: Root) => {
    if (joined.length > 0) markIn(root, joined)
  }
}

function markIn(parent: Root | Element, marks: readonly TextRange[]) {
  // A root holds document types and comments too; sanitizing left none.
  parent.children = (parent.children as ElementContent[]).flatMap((child) => {
    if (child.type === 'element') markIn(child, marks)
    return child.type === 'text' ? markText(child, marks) : [child]
  })
}

function markText(text: Text, marks: readonly TextRange[]): ElementContent[] {
  const start = text.position?.start.offset
  const end = text.position?.end.offset
  if (start === undefined || end === undefined || text.value.trim() === '') return [text]
  const inside = rangesWithin(marks, { start, end })
  if (inside.length === 0) return [text]
  const exact = end - start === text.value.length ? inside : [{ start: 0, end: text.value.length }]
  return cutByMarks(text.value, exact).map((piece) =>
    piece.marked && piece.text.trim() !== ''
      ? { type: 'element', tagName: 'mark', properties: {}, children: [{ type: 'text', value: piece.text }] }
      : { type: 'text', value: piece.text },
  )
}
