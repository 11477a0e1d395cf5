import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { BackupProblem } from './backup-problem.ts'
import { KeyInMessage } from './conversion.contract.ts'
import { SalvageEvent, SalvageInput } from './salvage.ts'

/** What a backup says of itself: its last part, `manifest.json`. */
export const BackupManifest = z.object({
  format: z.literal('alcove-backup'),
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Version of the Alcove that made it. */
  alcove: z.string(),
  /** The newest migration the library had. */
  schema: z.number(),
  /** Where the copies of pasted and dropped texts lay: paths in the library begin with it. */
  importsFolder: z.string(),
  /** Rows of every table. */
  counts: z.record(z.string(), z.number().int()),
  parts: z.array(z.object({ name: z.string(), bytes: z.number().int(), sha256: z.string() })),
})
export type BackupManifest = z.infer<typeof BackupManifest>

export const BackupStep = z.enum(['copying', 'packing', 'sending', 'fetching', 'unpacking', 'checking'])
export type BackupStep = z.infer<typeof BackupStep>

export const BackupWorkerEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), step: BackupStep, done: z.number().min(0).max(1) }),
  /** `bytes` and `sha256` are those of the whole file. */
  z.object({ type: z.literal('done'), manifest: BackupManifest, bytes: z.number().int(), sha256: z.string() }),
  z.object({ type: z.literal('failed'), problem: BackupProblem }),
])
export type BackupWorkerEvent = z.infer<typeof BackupWorkerEvent>

export const PackInput = z.object({
  databasePath: z.string(),
  importsFolder: z.string(),
  /** A folder for what is made on the way; emptied before and after. */
  scratch: z.string(),
  /** The file to write. It gets its final name from whoever asked, once it is whole. */
  target: z.string(),
  passphrase: z.string().nullable(),
  /** Of an encrypted library, and the file that leads to it: a backup without that file could not be opened any more. */
  key: KeyInMessage.default(null),
  keyFile: z.string().nullable().default(null),
  madeAt: z.iso.datetime(),
  alcove: z.string(),
})
export type PackInput = z.infer<typeof PackInput>

const opening = {
  /** Of the present library; null where that is not encrypted, or not open. */
  key: KeyInMessage.default(null),
  /** Passphrase or recovery key of a library that has another key. */
  secret: z.string().nullable().default(null),
}

export const UnpackInput = z.object({
  file: z.string(),
  /** What the whole file had when it was written; null where nobody knows. */
  sha256: z.string().nullable(),
  /** A folder that is not there yet. */
  into: z.string(),
  passphrase: z.string().nullable(),
  /** Where the copies of texts will lie; the paths in the library are changed to it. Null: they stay as they are. */
  importsFolder: z.string().nullable(),
  /** Whether what is unpacked has to outlive a power cut; what is only looked at need not. */
  lasting: z.boolean(),
  ...opening,
  /** Whether the library stays under the key it was backed up with, or gets the one of the present library. */
  under: z.enum(['its-own', 'ours']).default('its-own'),
})
export type UnpackInput = z.infer<typeof UnpackInput>

/** What main asks of the process that makes and reads backups, so that its own loop is never held. */
export const backupWorkerContract = {
  /** Copies the library while it is in use and packs the copy into one file, which is on the disk when `done` comes. */
  pack: oc.input(PackInput).output(eventIterator(BackupWorkerEvent)),
  /** Unpacks a backup and compares everything in it with its manifest; what is damaged is never left unpacked. */
  unpack: oc.input(UnpackInput).output(eventIterator(BackupWorkerEvent)),
  /** Opens an unpacked library as a start would, with its migrations, and counts what a person would look for. */
  open: oc
    .input(z.object({ folder: z.string(), ...opening }))
    .output(z.object({ documents: z.number().int(), conversations: z.number().int() })),
  /** Makes a whole library of what can be read of a damaged one, with a report of what was lost. */
  salvage: oc.input(SalvageInput.extend({ key: KeyInMessage.default(null) })).output(eventIterator(SalvageEvent)),
}
