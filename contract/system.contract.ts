import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { DocumentState } from './document-state.ts'
import { HealthAction, HealthState, Mended, RemedyName } from './health.ts'
import { ModelChoice } from './models.contract.ts'

export const Version = z.object({ version: z.string(), node: z.string(), platform: z.string() })
export type Version = z.infer<typeof Version>

export const Status = z.object({
  documents: z.number().int(),
  passages: z.number().int(),
  byState: z.record(DocumentState, z.number().int()),
  queue: z.number().int(),
  model: ModelChoice.nullable(),
  embedder: z.object({ id: z.string(), state: z.string() }),
  dataFolder: z.string(),
  /** Size of the data folder on disk, bytes. */
  bytes: z.number(),
})
export type Status = z.infer<typeof Status>

/** Why a library is only read: it was opened so, its file may not be written, or nothing in its folder may. */
export const ReadOnlyReason = z.enum(['chosen', 'file', 'folder'])
export type ReadOnlyReason = z.infer<typeof ReadOnlyReason>

export const Check = z.object({
  name: z.string(),
  /** True while there is nothing to do about it. */
  ok: z.boolean(),
  state: HealthState,
  /** When it was first found in this state, milliseconds since the Unix epoch. */
  since: z.number(),
  detail: z.string(),
  /** What the part is for, and what it means when it is not well. */
  meaning: z.string(),
  /** What to do about it; null when ok. */
  remedy: z.string().nullable(),
  /** What Alcove offers to do. */
  actions: z.array(HealthAction),
})
export type Check = z.infer<typeof Check>

/** What the shell around the page asks it to do. */
export const ShellEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), route: z.string().max(2_000) }),
  z.object({ type: z.literal('focus-question') }),
])
export type ShellEvent = z.infer<typeof ShellEvent>

/** A part of the data folder, with the room it takes. */
export const Room = z.object({
  name: z.string(),
  bytes: z.number(),
  /** Whether it can be deleted without losing anything, as it is made anew or only tells of the past. */
  removable: z.boolean(),
  about: z.string(),
})
export type Room = z.infer<typeof Room>

/** Questions about the running program itself. */
export const systemContract = {
  /** Which Alcove, Node and system this is. */
  version: oc.route({ method: 'GET', path: '/version', summary: 'Version of Alcove' }).output(Version),
  /** What is in the library, what still waits, which models answer, and how much room it takes. */
  status: oc
    .route({ method: 'GET', path: '/status', summary: 'What the library holds and what works on it' })
    .output(Status),
  /** Whether the library may be written to; every write to one that may not is refused as `LIBRARY_READ_ONLY`. */
  mode: oc
    .route({ method: 'GET', path: '/mode', summary: 'Whether the library may be written to' })
    .output(z.object({ readOnly: ReadOnlyReason.nullable() })),
  /** Checks every part and says what to do about what is wrong. */
  doctor: oc
    .route({ method: 'GET', path: '/doctor', summary: 'Check every part' })
    .output(z.object({ ok: z.boolean(), checks: z.array(Check) })),
  /** Does one of the remedies that the checks offer. */
  mend: oc
    .route({ method: 'POST', path: '/doctor/mend', summary: 'Mend a part' })
    .input(z.object({ remedy: RemedyName }))
    .output(Mended),
  /** What takes room in the data folder, the largest first. */
  room: oc.output(z.array(Room)),
  /** Deletes parts of the data folder that can be made anew or only tell of the past; others are refused. */
  free: oc.input(z.object({ names: z.array(z.string().max(100)).max(50) })).output(z.object({ bytes: z.number() })),
  /** Deep links, tray and menus reach the page by these events. */
  shell: oc.output(eventIterator(ShellEvent)),
  /** Opens an https or mailto address outside Alcove, after the shell checked it. */
  openExternal: oc.input(z.object({ url: z.string().max(2_000) })).output(z.object({ opened: z.boolean() })),
}
