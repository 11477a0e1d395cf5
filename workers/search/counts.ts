import type { Counts, PassageStore } from './passage.store.ts'
import type { Weighing } from './relevance.ts'

/** What ranking has to know of the whole library, counted again when another process has written to it. */
export function createCounts(passages: Pick<PassageStore, 'version' | 'counts' | 'frequency'>) {
  let known: Counts & { readonly version: number } = { version: -1, documents: 0, passages: 0, vanished: 0 }
  const frequencies = new Map<string, { readonly count: number; readonly version: number; readonly of: number }>()

  return { of, weighing }

  function of(): Counts {
    const version = passages.version()
    if (version !== known.version) known = { version, ...passages.counts() }
    return known
  }

  function weighing(): Weighing {
    const total = of().passages
    return { passages: total, frequency: (stem) => frequencyOf(stem, total) }
  }

  /** To count a common word takes as long as to read its list, so while a library grows its count may be a little old. */
  function frequencyOf(stem: string, total: number): number {
    const last = frequencies.get(stem)
    const isNow = last?.version === known.version
    if (last && (isNow || (last.count >= common && Math.abs(total - last.of) <= last.of * littleGrowth)))
      return last.count
    const count = passages.frequency(stem)
    if (frequencies.size >= mostKept) frequencies.clear()
    frequencies.set(stem, { count, version: known.version, of: total })
    return count
  }
}

const common = 500
const littleGrowth = 0.05
const mostKept = 20_000
