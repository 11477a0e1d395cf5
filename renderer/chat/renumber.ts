import { endOfFence } from './blocks.ts'
import { citation, outsideOfVerbatim } from './citations.ts'

/** A text whose citations count from 1 in the order they appear, and which number each was before. */
export interface Renumbered {
  readonly text: string
  /** New number by the number the model wrote. */
  readonly numbers: ReadonlyMap<number, number>
}

/**
 * Counts citations as a reader meets them, whatever rank their passages had. What is written first keeps its number
 * while the text grows.
 */
export function renumber(text: string, known: readonly number[]): Renumbered {
  return createRenumbering(known)(text)
}

/** As `renumber`, for a text that grows: lines that are whole are read once. */
export function createRenumbering(known: readonly number[]): (text: string) => Renumbered {
  const isKnown = new Set(known)
  let seen = ''
  let at = 0
  let rewritten = ''
  let numbers = new Map<number, number>()
  let fence: RegExp | null = null

  return (text) => {
    if (text.slice(0, seen.length) !== seen) {
      at = 0
      rewritten = ''
      numbers = new Map()
      fence = null
    }
    seen = text
    for (let end = text.indexOf('\n', at); end !== -1; end = text.indexOf('\n', at)) {
      const line = text.slice(at, end)
      rewritten += `${fence === null ? rewrite(line, numbers) : line}\n`
      if (fence === null) fence = endOfFence(line, 'anywhere')
      else if (fence.test(line)) fence = null
      at = end + 1
    }
    // A line that is still written may yet turn out to be code.
    const sofar = new Map(numbers)
    const last = text.slice(at)
    return { text: rewritten + (fence === null ? rewrite(last, sofar) : last), numbers: sofar }
  }

  function rewrite(line: string, into: Map<number, number>) {
    return outsideOfVerbatim(line, (words) =>
      words.replace(citation, (written: string, list: string) => {
        const kept = list
          .split(',')
          .map((n) => Number(n.trim()))
          .filter((n) => isKnown.has(n))
          .map((n) => {
            const number = into.get(n) ?? into.size + 1
            into.set(n, number)
            return number
          })
        // A number no passage has would point at another one now.
        return kept.length > 0 ? `[${kept.join(', ')}]` : written.replace(/\[[^[\]]*\]/, '')
      }),
    )
  }
}
