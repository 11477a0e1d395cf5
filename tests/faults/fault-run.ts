import { createRandom } from './papers.ts'

/** `npm run test:faults` makes the full counts, `npm test` a form of the same tests that takes seconds. */
export const isFull = process.env.ALCOVE_FAULTS === 'full'

/** What every choice of this run follows from; the same seed makes the same run. */
export const seed = Number(process.env.ALCOVE_SEED ?? 1)

/** How often something is tried in this form of the run. */
export function times({ short, full }: { readonly short: number; readonly full: number }): number {
  return isFull ? full : short
}

/** Numbers from 0 to 1 that follow from the seed of the run and a name, so that no test disturbs another's. */
export function randomFor(name: string): () => number {
  let mixed = seed
  for (const sign of name) mixed = Math.imul(mixed ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  return createRandom(mixed)
}

/** A whole number from `from` to `to`, both included. */
export function between(random: () => number, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1))
}

/** One of several, by chance. */
export function oneOf<T>(random: () => number, several: readonly T[]): T {
  const chosen = several[Math.floor(random() * several.length)]
  if (chosen === undefined) throw new Error('There is nothing to choose from')
  return chosen
}

/** Prints what was injected, how often, and how to do it again. */
export function report(what: string, figures: Readonly<Record<string, number | string>>): void {
  const words = Object.entries(figures).map(([name, value]) => `${name} ${value}`)
  const again = `ALCOVE_SEED=${seed}${isFull ? ' ALCOVE_FAULTS=full' : ''}`
  process.stderr.write(`${what}: ${words.join(', ')} (${again})\n`)
}

/** The value that 95 of 100 do not exceed, rounded. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? 0)
}

/** How often each value is there. */
export function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values.toSorted()) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

/** The largest, rounded; 0 of none. */
export function most(values: readonly number[]): number {
  return Math.round(values.reduce((largest, value) => Math.max(largest, value), 0))
}
