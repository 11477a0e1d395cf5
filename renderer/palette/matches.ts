import type { TextRange } from '#contract/passage'

/** Where each typed word stands in a name; null when one is missing. Beginnings of words come before other places. */
export function matchName(name: string, typed: string): readonly TextRange[] | null {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  const folded = name.toLowerCase()
  const ranges = wanted.map((word) => {
    const at = placeOf(folded, word)
    return at === -1 ? null : { start: at, end: at + word.length }
  })
  const found = ranges.filter((range) => range !== null)
  return found.length === ranges.length ? found : null
}

/** Orders names by how early they match: the beginning, then the beginning of a word, then anywhere. */
export function bestFirst<T extends { readonly label: string }>(items: readonly T[], typed: string): readonly T[] {
  const first = typed.toLowerCase().split(/\s+/).find(Boolean)
  if (!first) return items
  const weight = ({ label }: T) => {
    const at = placeOf(label.toLowerCase(), first)
    if (at === 0) return 0
    return isBeginning(label.toLowerCase(), at) ? 1 : 2
  }
  return items.toSorted((a, b) => weight(a) - weight(b))
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
