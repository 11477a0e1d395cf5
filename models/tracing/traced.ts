import { context, type Span, SpanStatusCode, trace } from '@opentelemetry/api'
import type { SpanFacts, SpanName } from '#contract/inside.contract'

export type NoteFacts = (facts: SpanFacts) => void

interface OpenSpan {
  readonly note: NoteFacts
  end(): void
  /** What was called off has not failed. */
  fail(error: unknown): void
}

let isOn = false

/** Whether steps are timed in this process; while they are not, timing one costs a comparison. */
export function setTraced(on: boolean): void {
  isOn = on
}

/** Runs a step and times it, as a part of the step around it; promises are waited for. */
export function traced<T>(name: SpanName, run: (note: NoteFacts) => T): T {
  if (!isOn) return run(noNote)
  return tracer().startActiveSpan(name, (span) => {
    const open = opened(span)
    try {
      const value = run(open.note)
      if (!(value instanceof Promise)) {
        open.end()
        return value
      }
      // The same promise with an end noted on it: what is returned is of the type that `run` returned.
      return value.then(
        (done) => {
          open.end()
          return done
        },
        (error: unknown) => {
          open.fail(error)
          throw error
        },
      ) as T
    } catch (error) {
      open.fail(error)
      throw error
    }
  })
}

/** Times what lies between two moments of `performance.now()`. */
export function spanBetween(name: SpanName, from: number, to: number): void {
  if (!isOn) return
  const { timeOrigin } = performance
  tracer()
    .startSpan(name, { startTime: timeOrigin + from })
    .end(timeOrigin + to)
}

/** What goes along with a call to another process, so that its steps belong to the present one. */
export function carriedTrace(): Readonly<Record<string, string>> {
  const span = isOn ? trace.getActiveSpan()?.spanContext() : undefined
  return span ? { traceparent: `00-${span.traceId}-${span.spanId}-01` } : nothing
}

/** Runs something as a part of the step that a call came with. */
export function continuingTrace<T>(carried: string | readonly string[] | undefined, run: () => T): T {
  if (!isOn || typeof carried !== 'string') return run()
  const [, traceId, spanId] = /^00-([\da-f]{32})-([\da-f]{16})-01$/.exec(carried) ?? []
  if (!traceId || !spanId) return run()
  const parent = { traceId, spanId, traceFlags: 1, isRemote: true }
  return context.with(trace.setSpanContext(context.active(), parent), run)
}

const nothing = {}
const noNote: NoteFacts = () => {}

/** Asked for each time: a tracer that is kept goes on with the provider that it was made by. */
function tracer() {
  return trace.getTracer('alcove')
}

function opened(span: Span): OpenSpan {
  return {
    note: (facts) => void span.setAttributes(facts),
    end: () => span.end(),
    fail: (error) => {
      if (error instanceof Error && error.name === 'AbortError') span.setAttribute('outcome', 'called-off')
      else span.setStatus({ code: SpanStatusCode.ERROR })
      span.end()
    },
  }
}
