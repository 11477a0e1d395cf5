import type { KeptSpan, Trace } from '#contract/inside.contract'

export type TraceRing = ReturnType<typeof createTraceRing>

const mostTraces = 200
/** Embedding a library would fill the ring with equal traces. */
const mostOfOneName = 80
const mostSpans = 300

/** Keeps the latest traces in memory; steps of other processes may come after the one that they are a part of. */
export function createTraceRing() {
  const spans = new Map<string, KeptSpan[]>()
  return { add, load, traces, clear }

  function add(span: KeptSpan): void {
    const known = spans.get(span.trace)
    if (!known) spans.set(span.trace, [span])
    else if (known.length < mostSpans) known.push(span)
    if (!known) prune()
  }

  function load(before: readonly Trace[]): void {
    for (const trace of before.toReversed()) for (const span of trace.spans) add(span)
  }

  /** Those whose first step has ended, the newest first. */
  function traces(): Trace[] {
    return [...spans.values()]
      .flatMap((of) => traceOf(of) ?? [])
      .toReversed()
      .slice(0, mostTraces)
  }

  function clear(): number {
    const { size } = spans
    spans.clear()
    return size
  }

  function prune(): void {
    // Those that still go on have no first step yet, and count to none.
    const byName = new Map<string, number>()
    for (const [id, of] of [...spans].toReversed()) {
      const name = of.find(({ parent }) => parent === null)?.name
      const count = (byName.get(name ?? '') ?? 0) + 1
      byName.set(name ?? '', count)
      if (name && count > mostOfOneName) spans.delete(id)
    }
    for (const id of spans.keys()) {
      if (spans.size <= mostTraces * 2) return
      spans.delete(id)
    }
  }
}

function traceOf(spans: readonly KeptSpan[]): Trace | null {
  const root = spans.find(({ parent }) => parent === null)
  if (!root) return null
  const { trace: id, name, at, milliseconds } = root
  const failed = spans.some((span) => span.failed)
  return { id, name, at, milliseconds, failed, spans: spans.toSorted((a, b) => a.at - b.at) }
}
