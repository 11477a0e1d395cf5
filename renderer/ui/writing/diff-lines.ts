export interface DiffLine {
  readonly kind: 'added' | 'removed' | 'place' | 'same'
  readonly text: string
}

/** The lines of a unified diff by what each one says. */
export function diffLines(diff: string): readonly DiffLine[] {
  return diff.split('\n').map((text) => ({ kind: kindOf(text), text }))
}

function kindOf(line: string): DiffLine['kind'] {
  if (/^(?:\+\+\+ |--- |@@|diff |index )/.test(line)) return 'place'
  if (line.startsWith('+')) return 'added'
  return line.startsWith('-') ? 'removed' : 'same'
}

/** What a diff changes, in words: `2 added, 1 removed`. */
export function sizeOfDiff(lines: readonly DiffLine[]): string {
  const count = (wanted: DiffLine['kind']) => lines.filter(({ kind }) => kind === wanted).length
  return `${count('added')} added, ${count('removed')} removed`
}
