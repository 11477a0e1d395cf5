import { oc } from '@orpc/contract'
import { z } from 'zod'
import { logProcesses } from './log.ts'

/** The steps that are timed. */
export const spanNames = [
  'ask',
  'search',
  'find',
  'embed-question',
  'words',
  'meaning',
  'fuse',
  'widen',
  'rerank',
  'read-passages',
  'prompt',
  'model-wait',
  'model-stream',
  'citations',
  'save',
  'ingest',
  'read-file',
  'parse',
  'write',
  'embed',
] as const
export type SpanName = (typeof spanNames)[number]

/** What may stand beside a step: numbers, yes or no, and choices of the program. */
export const SpanFacts = z.strictObject({
  passages: z.number().optional(),
  documents: z.number().optional(),
  bytes: z.number().optional(),
  tokens: z.number().optional(),
  cached: z.boolean().optional(),
  local: z.boolean().optional(),
  mode: z.enum(['fused', 'words', 'meaning', 'model', 'quotes', 'nothing']).optional(),
  outcome: z.enum(['written', 'unchanged', 'failed', 'done', 'interrupted', 'called-off']).optional(),
})
export type SpanFacts = z.infer<typeof SpanFacts>

export const KeptSpan = z.object({
  trace: z.string().regex(/^[\da-f]{32}$/),
  id: z.string().regex(/^[\da-f]{16}$/),
  /** Null for the step that began it all. */
  parent: z
    .string()
    .regex(/^[\da-f]{16}$/)
    .nullable(),
  name: z.enum(spanNames),
  process: z.enum(logProcesses),
  /** Milliseconds since the Unix epoch, with fractions. */
  at: z.number(),
  milliseconds: z.number(),
  failed: z.boolean(),
  facts: SpanFacts,
})
export type KeptSpan = z.infer<typeof KeptSpan>

export const Trace = z.object({
  id: KeptSpan.shape.trace,
  name: KeptSpan.shape.name,
  at: z.number(),
  milliseconds: z.number(),
  failed: z.boolean(),
  spans: z.array(KeptSpan),
})
export type Trace = z.infer<typeof Trace>

/** How the program was doing during ten seconds. */
export const Sample = z.object({
  at: z.number(),
  /** Of main's event loop, milliseconds. */
  delayP50: z.number(),
  delayP99: z.number(),
  /** Resident bytes of each process that runs. */
  memory: z.partialRecord(z.enum(logProcesses), z.number()),
  /** Files that wait to be read. */
  queue: z.number(),
  requests: z.number(),
  searches: z.number(),
  /** Of the searches meanwhile, milliseconds; null where there was none. */
  searchP50: z.number().nullable(),
  searchP95: z.number().nullable(),
  answers: z.number(),
  databaseBytes: z.number(),
  walBytes: z.number(),
})
export type Sample = z.infer<typeof Sample>

/** What was measured inside; empty while the flag `inside` is off. It stays on this machine. */
export const insideContract = {
  /** The latest traces, the newest first; 200 at most. */
  traces: oc.output(z.array(Trace)),
  /** One sample every ten seconds, of the last hour. */
  samples: oc.output(z.array(Sample)),
  /** Forgets all of it. */
  forget: oc.output(z.object({ forgotten: z.number().int() })),
}
