export interface Located {
  /** Which text item, and the characters of it. */
  readonly item: number
  readonly start: number
  readonly end: number
}

/**
 * Finds words in the text items of a PDF page, whatever the white space, line ends and hyphens between them. When the
 * whole is not there word for word, what lies between its beginning and its end is taken.
 */
export function locate(words: string, items: readonly string[]): readonly Located[] {
  const page = flatten(items)
  const wanted = bare(words)
  if (wanted.length === 0) return []
  const range = findRange(page.text, wanted)
  return range ? toItems(page, range) : []
}

/** Finds several words or quotes in the order they are given; the same word again is its next place on the page. */
export function locateEach(words: readonly string[], items: readonly string[]): readonly Located[] {
  const page = flatten(items)
  let from = 0
  return words.map(bare).flatMap((wanted) => {
    if (wanted.length === 0) return []
    const range = findRange(page.text, wanted, from) ?? findRange(page.text, wanted)
    if (!range) return []
    from = range[1]
    return toItems(page, range)
  })
}

interface Flat {
  readonly text: string
  /** For each character of `text`: its item and its place there. */
  readonly from: readonly { readonly item: number; readonly at: number }[]
}

const ignored = /[\s\u00ad\u2010\u2011-]/

function flatten(items: readonly string[]): Flat {
  const from: { item: number; at: number }[] = []
  let text = ''
  items.forEach((item, index) => {
    for (let at = 0; at < item.length; at += 1) {
      const sign = item[at] ?? ''
      if (ignored.test(sign)) continue
      for (const plain of sign.normalize('NFKC').toLowerCase()) {
        text += plain
        for (let unit = 0; unit < plain.length; unit += 1) from.push({ item: index, at })
      }
    }
  })
  return { text, from }
}

function bare(words: string) {
  return words.normalize('NFKC').toLowerCase().replace(new RegExp(ignored, 'g'), '')
}

function findRange(page: string, wanted: string, from = 0): readonly [number, number] | null {
  const at = page.indexOf(wanted, from)
  if (at !== -1) return [at, at + wanted.length]
  const piece = Math.min(24, Math.floor(wanted.length / 3))
  if (piece < 6) return null
  const head = page.indexOf(wanted.slice(0, piece), from)
  const tail = page.indexOf(wanted.slice(-piece), Math.max(from, head))
  const far = wanted.length * 2
  if (head !== -1 && tail !== -1 && tail + piece - head < far) return [head, tail + piece]
  if (head !== -1) return [head, Math.min(page.length, head + wanted.length)]
  if (tail !== -1) return [Math.max(0, tail + piece - wanted.length), tail + piece]
  return null
}

function toItems({ from }: Flat, [start, end]: readonly [number, number]): readonly Located[] {
  const located: { item: number; start: number; end: number }[] = []
  for (let index = start; index < end; index += 1) {
    const place = from[index]
    if (!place) continue
    const last = located.at(-1)
    if (last?.item === place.item) last.end = place.at + 1
    else located.push({ item: place.item, start: place.at, end: place.at + 1 })
  }
  return located
}
