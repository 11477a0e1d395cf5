import { KeptSpan } from '#contract/inside.contract'
import type { LogProcess } from '#contract/log'
import { setTraced } from './traced.ts'

export interface Recording {
  stop(): Promise<void>
}

/** Times steps from now on and hands each over when it ends. What records is loaded only then, and reaches no network. */
export async function startRecording(process: LogProcess, onSpan: (span: KeptSpan) => void): Promise<Recording> {
  const [{ context, trace }, { TracerProvider, AlwaysOnSampler }, { AsyncLocalStorageContextManager }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/context-async-hooks'),
    ])
  const provider = new TracerProvider({
    sampler: new AlwaysOnSampler(),
    spanProcessors: [
      {
        onStart: () => {},
        onEnd: (ended) => {
          const { name, attributes, startTime, duration, status, parentSpanContext } = ended
          const { traceId, spanId } = ended.spanContext()
          // The same list that the types hold to: what is not on it is not kept, whatever it was handed.
          const span = KeptSpan.safeParse({
            trace: traceId,
            id: spanId,
            parent: parentSpanContext?.spanId ?? null,
            name,
            process,
            at: millisecondsOf(startTime),
            milliseconds: millisecondsOf(duration),
            failed: status.code === 2,
            facts: attributes,
          })
          if (span.success) onSpan(span.data)
        },
        forceFlush: async () => {},
        shutdown: async () => {},
      },
    ],
  })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(provider)
  setTraced(true)
  return { stop }

  async function stop() {
    setTraced(false)
    trace.disable()
    context.disable()
    await provider.shutdown()
  }
}

function millisecondsOf([seconds, nanoseconds]: readonly [number, number]): number {
  return seconds * 1_000 + nanoseconds / 1e6
}
