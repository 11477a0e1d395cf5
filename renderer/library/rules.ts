import { count, plural } from '../ui/words.ts'

export interface PreviewCounts {
  readonly total: number
  readonly leaving: number
  readonly entering: number
  readonly reading: number
  /** False when the folder is so large that the look ended early. */
  readonly complete: boolean
}

/** What a set of rules would do, in a sentence: what is left out, what leaves the library, what is read. */
export function saysPreview({ total, leaving, entering, reading, complete }: PreviewCounts): string {
  const least = complete ? '' : 'at least '
  const leftOut = total === 0 ? 'Leaves nothing out' : `Leaves out ${least}${count(total)}`
  const now = leaving > 0 ? `; ${plural(leaving, 'file leaves', 'files leave')} the library` : ''
  const read = entering > 0 ? `, ${count(entering)} of them new` : ''
  return `${leftOut}${now}; ${least}${plural(reading, 'file is', 'files are')} read${read}.`
}

/** True when two texts hold the same rules: blank lines and the ends of lines mean nothing. */
export function isSameRules(a: string, b: string) {
  return linesOf(a).join('\n') === linesOf(b).join('\n')
}

function linesOf(text: string) {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
}
