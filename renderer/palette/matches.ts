import type { TextRange } from '#contract/passage'

/** How a name fits what was typed: where to show it, and how well; a lower weight is a better fit. */
export interface Match {
  readonly ranges: readonly TextRange[]
  readonly weight: number
}

/** Whether each typed word stands in a name, or at least its letters in their order; null when neither. */
export function matchName(name: string, typed: string): Match | null {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const folded = name.toLowerCase()
  const places = wanted.map((word) => ({ at: placeOf(folded, word), length: word.length }))
  if (places.every(({ at }) => at !== -1)) {
    return {
      ranges: places.map(({ at, length }) => ({ start: at, end: at + length })),
      weight: weightOf(folded, places),
    }
  }
  const letters = lettersOf(folded, wanted.join(''))
  return letters && { ranges: letters, weight: 3 + letters.length }
}

export interface Findable {
  readonly id: string
  readonly label: string
}

/** Those that fit, the best first; of equal ones those used last come first. */
export function bestFirst<T extends Findable>(
  items: readonly T[],
  typed: string,
  recent: readonly string[],
): readonly T[] {
  return items
    .map((item, index) => ({ item, index, match: matchName(item.label, typed), used: recent.indexOf(item.id) }))
    .filter(({ match }) => match !== null)
    .toSorted(
      (a, b) => (a.match?.weight ?? 0) - (b.match?.weight ?? 0) || rank(a.used) - rank(b.used) || a.index - b.index,
    )
    .map(({ item }) => item)
}

function rank(place: number) {
  return place === -1 ? Number.MAX_SAFE_INTEGER : place
}

function weightOf(name: string, places: readonly { readonly at: number }[]) {
  const [first] = places
  if (!first || first.at === 0) return 0
  return isBeginning(name, first.at) ? 1 : 2
}

function placeOf(name: string, word: string) {
  for (let at = name.indexOf(word); at !== -1; at = name.indexOf(word, at + 1)) {
    if (isBeginning(name, at)) return at
  }
  return name.indexOf(word)
}

function isBeginning(name: string, at: number) {
  return at === 0 || !/[\p{L}\p{N}]/u.test(name.charAt(at - 1))
}

/** The letters in their order, as few runs as a first look gives; null when they are too scattered to be meant. */
function lettersOf(name: string, letters: string): readonly TextRange[] | null {
  if (letters.length < 3) return null
  const runs: { start: number; end: number }[] = []
  let from = 0
  for (const letter of letters) {
    const at = name.indexOf(letter, from)
    if (at === -1) return null
    const last = runs.at(-1)
    if (last?.end === at) last.end = at + 1
    else runs.push({ start: at, end: at + 1 })
    from = at + 1
  }
  return runs.length <= Math.ceil(letters.length / 2) ? runs : null
}
