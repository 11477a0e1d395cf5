import { oc } from '@orpc/contract'
import { z } from 'zod'

/** One file of a diagnostics bundle, as it will be in it. */
export const DiagnosticsFile = z.object({
  name: z.string().regex(/^[\w./-]{1,100}$/),
  /** What it tells and what for. */
  about: z.string(),
  text: z.string(),
})
export type DiagnosticsFile = z.infer<typeof DiagnosticsFile>

export const Diagnostics = z.object({
  /** Names what was collected, for ten minutes: what a person looked at is what is packed. */
  id: z.uuid(),
  files: z.array(DiagnosticsFile),
})
export type Diagnostics = z.infer<typeof Diagnostics>

/** What may be asked of diagnostics. Nothing is sent: a person saves a file and decides who sees it. */
export const diagnosticsContract = {
  /** Versions, facts of this machine, settings without words and addresses, states, counts, logs, crash records, times. */
  collect: oc.output(Diagnostics),
  /** A ZIP of the files that were collected, without those that are left out. */
  pack: oc
    .input(z.object({ id: z.uuid(), leaveOut: z.array(z.string().max(100)).max(200).default([]) }))
    .errors({ DIAGNOSTICS_GONE: { status: 410, data: z.object({ id: z.string() }) } })
    .output(z.object({ name: z.string(), base64: z.string() })),
}
