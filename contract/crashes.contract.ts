import { oc } from '@orpc/contract'
import { z } from 'zod'
import { logProcesses } from './log.ts'
import { ReducedError } from './reduced-error.ts'

/** What is kept of an end that nobody wanted, or of a page that broke; never what it worked on. */
export const CrashRecord = z.object({
  id: z.string().regex(/^\d{13}-[a-z]+-[a-z\d]{4}$/),
  /** Milliseconds since the Unix epoch. */
  at: z.number(),
  process: z.enum(logProcesses),
  /** `error`: an error that nobody caught; `ended`: with a code or a signal; `vanished`: without a word; `page`: the page broke. */
  reason: z.enum(['error', 'ended', 'vanished', 'page']),
  version: z.string().max(40),
  node: z.string().max(40),
  platform: z.string().max(40),
  exitCode: z.number().int().nullable(),
  signal: z.string().max(20).nullable(),
  error: ReducedError.nullable(),
  /** What the log told last before it, as `process.area.event`. */
  events: z.array(z.string().max(80)).max(20),
})
export type CrashRecord = z.infer<typeof CrashRecord>

/** What may be asked of the crash records, which stay on this machine. */
export const crashesContract = {
  /** All that are kept, the newest first; twenty at most. */
  list: oc.output(z.array(CrashRecord)),
  /** The end of Alcove that nobody was told of yet; null when there is none. */
  unseen: oc.output(CrashRecord.nullable()),
  /** Remembers that the person was told. */
  see: oc.output(z.object({ seen: z.literal(true) })),
  /** Deletes all of them. */
  forget: oc.output(z.object({ forgotten: z.number().int() })),
}
