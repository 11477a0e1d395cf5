import type { KeptSpan, SpanName, Trace } from '#contract/inside.contract'

export interface Step {
  readonly id: string
  readonly words: string
  readonly process: KeptSpan['process']
  /** How deep it lies in the steps around it. */
  readonly depth: number
  /** Milliseconds after the first step began. */
  readonly from: number
  readonly milliseconds: number
  readonly failed: boolean
  /** Share of the whole, for its bar: where it begins, and how wide it is. */
  readonly left: number
  readonly width: number
}

/** What each step is called. */
export const stepWords: Readonly<Record<SpanName, string>> = {
  ask: 'Answer a question',
  search: 'Search',
  find: 'Find passages',
  'embed-question': 'Embed the question',
  words: 'By words',
  meaning: 'By meaning',
  fuse: 'Merge both',
  widen: 'Look once more',
  rerank: 'Order anew',
  'read-passages': 'Read passages',
  prompt: 'Put the prompt together',
  'model-wait': 'Wait for the first word',
  'model-stream': 'Words arrive',
  citations: 'Check citations',
  save: 'Save',
  ingest: 'Take in a file',
  'read-file': 'Read a file',
  parse: 'Find its text',
  write: 'Write it down',
  embed: 'Embed passages',
}

const leastWidth = 0.004

/** The steps of a trace in reading order: each under the one that it is a part of, by the time it began. */
export function stepsOf({ at, milliseconds, spans }: Trace): readonly Step[] {
  const known = new Set(spans.map(({ id }) => id))
  const end = Math.max(milliseconds, ...spans.map((span) => span.at - at + span.milliseconds), 0.001)
  const steps: Step[] = []
  walk(null, 0)
  return steps

  function walk(parent: string | null, depth: number) {
    // A part of something that is not known stands at the top.
    const parts = spans.filter((span) =>
      parent === null ? span.parent === null || !known.has(span.parent) : span.parent === parent,
    )
    for (const span of parts.toSorted((one, other) => one.at - other.at)) {
      const from = Math.max(0, span.at - at)
      const left = Math.min(from / end, 1 - leastWidth)
      steps.push({
        id: span.id,
        words: stepWords[span.name],
        process: span.process,
        depth,
        from,
        milliseconds: span.milliseconds,
        failed: span.failed,
        left,
        width: Math.max(leastWidth, Math.min(span.milliseconds / end, 1 - left)),
      })
      walk(span.id, depth + 1)
    }
  }
}

/** `0.4 ms`, `12 ms`, `3.2 s`. */
export function durationInWords(milliseconds: number): string {
  if (milliseconds >= 1_000) return `${(milliseconds / 1_000).toFixed(1)} s`
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`
}
