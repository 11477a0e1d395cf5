import type { Settings } from '#contract/settings.contract'

/** What the library process may spend on one file; the process itself needs room beside the parser's heap. */
export function limitsOf({ seconds, megabytes }: Settings['readingLimits']) {
  return {
    parseMilliseconds: seconds * 1_000,
    heapMegabytes: megabytes,
    processMegabytes: Math.max(1_536, megabytes + 1_024),
  }
}
