import type { Passage } from '#contract/passage'
import { placeInWords } from '#contract/place-words'

/** Where in its document a passage stands: its page, cells or definition, else the heading above it, else its line. */
export function passagePlace(passage: Pick<Passage, 'type' | 'page' | 'place' | 'heading' | 'startLine'>) {
  const { type, heading, startLine } = passage
  if (type === 'csv') return `row ${startLine}`
  return placeInWords(passage) ?? heading?.split(' › ').at(-1) ?? (startLine > 1 ? `line ${startLine}` : 'beginning')
}
