import { oc } from '@orpc/contract'
import { z } from 'zod'

/** What can be noted. A row of a newer Alcove may have another kind; it is kept and shown by its name. */
export const activityKinds = [
  'answer-written',
  'prompt-asked',
  'documents-read',
  'documents-removed',
  'documents-restored',
  'conversations-deleted',
  'settings-changed',
  'key-kept',
  'key-forgotten',
  'backup-made',
  'backup-failed',
  'backup-tried',
  'backup-restored',
  'exported',
  'imported',
  'erased',
  'kept-no-longer',
  'list-forgotten',
  'library-locked',
  'library-unlocked',
  'library-encrypted',
  'library-decrypted',
  'passphrase-refused',
  'ways-to-key-changed',
  'updates-looked-for',
] as const
export const ActivityKind = z.enum(activityKinds)
export type ActivityKind = z.infer<typeof ActivityKind>

/** Numbers, ids, names of settings and models: never what was written, asked or answered. */
export const ActivityAbout = z.record(
  z.string().max(60),
  z.union([z.string().max(500), z.number(), z.boolean(), z.array(z.string().max(200)).max(200)]),
)
export type ActivityAbout = z.infer<typeof ActivityAbout>

/** Notes something that was done; never throws, and never holds up what it notes. */
export type NoteActivity = (kind: ActivityKind, about?: ActivityAbout) => void

export const ActivityEntry = z.object({
  id: z.number().int(),
  /** Names the log: that of this library, or of one that was imported. */
  chain: z.string(),
  number: z.number().int(),
  /** Milliseconds since the Unix epoch. */
  at: z.number(),
  kind: z.string(),
  about: ActivityAbout,
  /** SHA-256 of this row, which holds that of the row before it. */
  hash: z.string(),
  /** What the conversation or source of the row is called while it exists; null otherwise. */
  title: z.string().nullable(),
})
export type ActivityEntry = z.infer<typeof ActivityEntry>

export const ActivityFilter = z.object({
  /** Empty: all. */
  kinds: z.array(z.string().max(60)).max(60).default([]),
  /** Only what was at this time or later, and before that one. */
  from: z.coerce.number().optional(),
  to: z.coerce.number().optional(),
})
export type ActivityFilter = z.infer<typeof ActivityFilter>

export const ActivityCheck = z.object({
  /** `whole`: every row holds what was written; otherwise the first thing that is wrong. */
  state: z.enum(['whole', 'changed', 'missing', 'shortened']),
  rows: z.number().int(),
  logs: z.number().int(),
  /** Hash of the last row of this library's own log; noted elsewhere, it proves later that nothing before it was changed. */
  hash: z.string(),
  /** The row that is wrong, by its number; null while all is whole. */
  wrong: z.object({ chain: z.string(), number: z.number().int() }).nullable(),
})
export type ActivityCheck = z.infer<typeof ActivityCheck>

/** What may be asked of the log of what Alcove did. Nothing writes into it from outside. */
export const activityContract = {
  /** What was done, the newest first. */
  list: oc
    .route({ method: 'GET', path: '/activity', summary: 'List what Alcove did' })
    .input(
      ActivityFilter.extend({
        limit: z.coerce.number().int().min(1).max(1_000).default(200),
        /** The last row one has. */
        after: z.object({ at: z.coerce.number(), id: z.coerce.number().int() }).optional(),
      }),
    )
    .output(z.object({ entries: z.array(ActivityEntry), total: z.number().int() })),
  /** Compares every row with its hash and with the row before it. */
  check: oc
    .route({ method: 'GET', path: '/activity/check', summary: 'Check that the log was not changed' })
    .output(ActivityCheck),
  /** The rows as a file, the oldest first. */
  export: oc
    .input(ActivityFilter.extend({ format: z.enum(['jsonl', 'csv']) }))
    .output(z.object({ name: z.string(), type: z.string(), text: z.string() })),
}
