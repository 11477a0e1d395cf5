import { citedNumbers } from './sentences.ts'

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
  const isKnown = new Set(known)
  const prose = text.split(code)
  const cited = prose.flatMap((part, index) => (index % 2 === 0 ? citedNumbers(part) : []))
  const order = [...new Set(cited)].filter((n) => isKnown.has(n))
  const numbers = new Map(order.map((n, index) => [n, index + 1]))
  const rewritten = prose.map((part, index) => (index % 2 === 0 ? part.replace(citation, rewrite) : part))
  return { text: rewritten.join(''), numbers }

  function rewrite(written: string, list: string) {
    const kept = list
      .split(',')
      .map((n) => numbers.get(Number(n.trim())))
      .filter((n) => n !== undefined)
    // A number no passage has would point at another one now.
    return kept.length > 0 ? `[${kept.join(', ')}]` : written.replace(/\[(.*)\]/s, '')
  }
}

/** Fenced and inline code: brackets in it cite nothing. */
const code = /(```[^]*?(?:```|$)|`[^`\n]*`)/
const citation = /\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g
