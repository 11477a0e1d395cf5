import type { SpanName } from '#contract/inside.contract'
import { spanBetween } from '#models/tracing/traced'
import type { Trace } from './ranking.ts'

const names: Readonly<Record<string, SpanName>> = {
  words: 'words',
  meaning: 'meaning',
  fused: 'fuse',
  'words-again': 'widen',
  'meaning-again': 'widen',
  reranked: 'rerank',
}

/** Times the stages of a ranking: each from the end of the one before to its own. */
export function timedStages(): Trace {
  let from = performance.now()
  return {
    begin: () => {
      from = performance.now()
    },
    stage: (name) => {
      const now = performance.now()
      const span = names[name]
      if (span) spanBetween(span, from, now)
      from = now
    },
  }
}
