import type { Passage, Place } from '#contract/passage'

/** Where in its document a passage stands, in a few words. */
export function placeInWords({
  type,
  page,
  heading,
  place,
  startLine,
}: Pick<Passage, 'type' | 'page' | 'heading' | 'place' | 'startLine'>) {
  const special = place ? wordsOf(place) : null
  if (special) return special
  if (page !== null) return type === 'slides' ? `Slide ${page}` : `Page ${page}`
  if (type === 'csv') return `Row ${startLine}`
  if (type === 'code' || type === 'json') return `Line ${startLine}`
  return heading?.split(' › ').at(-1) ?? (startLine > 1 ? `Line ${startLine}` : 'Beginning')
}

function wordsOf(place: Place) {
  switch (place.kind) {
    // The page says it; the box is for drawing.
    case 'box':
      return null
    // The time and who wrote stand in the heading.
    case 'messages':
      return null
    case 'cells':
      return `${place.sheet}, ${place.range}`
    case 'notebook':
      return place.first === place.last ? `Cell ${place.first}` : `Cells ${place.first} to ${place.last}`
    case 'symbol':
      return place.name
    case 'time':
      return clock(place.from)
  }
}

/** `3:05`, `1:02:05`. */
function clock(seconds: number) {
  const whole = Math.floor(seconds)
  const parts = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60]
  const [hours = 0, minutes = 0, rest = 0] = parts
  const two = (n: number) => String(n).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
