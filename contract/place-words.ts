import type { Passage } from './passage.ts'

type Placed = Pick<Passage, 'type' | 'page' | 'place'>

/** Where a passage stands, as one cites it: `p. 7`, `slide 3`, `Costs!A5:F9`, `Queue.advance`; null where its headings or lines have to say it. */
export function placeInWords({ type, page, place }: Placed): string | null {
  switch (place?.kind) {
    case 'cells':
      return `${place.sheet}!${place.range}`
    case 'notebook':
      return place.first === place.last ? `cell ${place.first}` : `cells ${place.first}–${place.last}`
    case 'symbol':
      return place.name
    case 'time':
      return place.to > place.from ? `${clock(place.from)}–${clock(place.to)}` : clock(place.from)
  }
  if (page === null) return null
  return type === 'slides' ? `slide ${page}` : `p. ${page}`
}

/** `12:30`, and `1:02:03` from an hour on. */
function clock(seconds: number): string {
  const whole = Math.floor(seconds)
  const hours = Math.floor(whole / 3_600)
  const minutes = Math.floor(whole / 60) % 60
  const rest = String(whole % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}
