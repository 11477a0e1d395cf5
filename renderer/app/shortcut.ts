export interface Stroke {
  readonly key: string
  readonly mod: boolean
  readonly shift: boolean
  readonly alt: boolean
}

/** `mod+k` and `g s` as strokes. */
export function parseKeys(keys: string): readonly Stroke[] {
  return keys.split(' ').map((chord) => {
    const parts = chord.split('+')
    const key = parts.at(-1) ?? ''
    return {
      key: key === 'space' ? ' ' : key,
      mod: parts.includes('mod'),
      shift: parts.includes('shift'),
      alt: parts.includes('alt'),
    }
  })
}

/** Whether a key event is the given stroke; signs such as `?` are taken as typed, wherever they stand on a keyboard. */
export function isStroke(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
  stroke: Stroke,
) {
  const key = event.key.toLowerCase()
  const isSign = stroke.key.length === 1 && !/[a-z0-9]/.test(stroke.key)
  return (
    key === stroke.key &&
    (event.ctrlKey || event.metaKey) === stroke.mod &&
    (isSign || event.shiftKey === stroke.shift) &&
    (isSign || event.altKey === stroke.alt)
  )
}

/** Follows chords such as `g s`: feed it each event, it names the shortcuts that are complete. */
export function createChords(patience: number) {
  let before: { readonly event: KeyboardEvent; readonly at: number } | null = null

  return { complete }

  function complete(event: KeyboardEvent, keys: readonly string[], now: number): readonly string[] {
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return []
    const earlier = before && now - before.at < patience ? before.event : null
    const done = keys.filter((candidate) => {
      const [first, second] = parseKeys(candidate)
      if (!first) return false
      if (!second) return isStroke(event, first)
      return earlier !== null && isStroke(earlier, first) && isStroke(event, second)
    })
    const chords = done.filter((candidate) => candidate.includes(' '))
    before = chords.length > 0 ? null : { event, at: now }
    return chords.length > 0 ? chords : done
  }
}
