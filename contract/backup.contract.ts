import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { BackupPlan, BackupWish } from './backup-plan.ts'
import { BackupProblem } from './backup-problem.ts'
import { BackupStep } from './backup-worker.contract.ts'
import { KeptIn } from './providers.contract.ts'

/** Names that Alcove gives: series, time in UTC, and whether it is encrypted. */
export const BackupName = z.string().regex(/^alcove-[a-z0-9]{8}-\d{8}T\d{6}Z\.zip(\.aes)?$/)

const Passphrase = z.string().min(1).max(1_000)

/** How the last look at a backup went; `unchecked` when there was none. */
export const BackupCheck = z.enum(['verified', 'damaged', 'unchecked'])
export type BackupCheck = z.infer<typeof BackupCheck>

export const Backup = z.object({
  name: BackupName,
  madeAt: z.number(),
  bytes: z.number(),
  encrypted: z.boolean(),
  /** Of this library, not of another one that is kept in the same place. */
  own: z.boolean(),
  state: BackupCheck,
  checkedAt: z.number().nullable(),
})
export type Backup = z.infer<typeof Backup>

/** How something that was done about backups ended; `problem` is null when it went well. */
const Outcome = z.object({
  at: z.number(),
  seconds: z.number(),
  name: z.string().nullable(),
  problem: BackupProblem.nullable(),
})

/** Of a drill: what was found in the restored library. */
export const BackupDrill = Outcome.extend({ documents: z.number().int(), conversations: z.number().int() })
export type BackupDrill = z.infer<typeof BackupDrill>

/** Of a restore in place: `aside` holds what was there before. */
export const InPlaceRestore = Outcome.extend({ aside: z.string().nullable() })
export type InPlaceRestore = z.infer<typeof InPlaceRestore>

export const BackupWork = z.object({
  what: z.enum(['backup', 'check', 'drill', 'restore']),
  step: BackupStep,
  done: z.number(),
})
export type BackupWork = z.infer<typeof BackupWork>

export const BackupState = z.object({
  plan: BackupPlan.nullable(),
  /** Whether what the plan needs is known: a passphrase, the password or key of the server. */
  has: z.object({ passphrase: z.boolean(), password: z.boolean() }),
  working: BackupWork.nullable(),
  nextAt: z.number().nullable(),
  lastBackup: Outcome.nullable(),
  lastDrill: BackupDrill.nullable(),
  lastRestore: InPlaceRestore.nullable(),
  /** A restored state is ready; it takes the place of the present one at the next start. */
  restoreWaits: z.boolean(),
})
export type BackupState = z.infer<typeof BackupState>

/** Which backup: one of the list, or a file on this machine. */
const Which = z.union([z.object({ name: BackupName }), z.object({ file: z.string().min(1).max(4_096) })])

export const RestoreInput = z.object({
  from: Which,
  /** Null: the one that is kept, if any. */
  passphrase: Passphrase.nullable().default(null),
  /** A folder that is new or empty; null: in place. */
  to: z.string().min(1).max(4_096).nullable(),
})
export type RestoreInput = z.infer<typeof RestoreInput>

export const BackupNowInput = z.object({
  /** A folder for this one time; absent: where the plan says. */
  to: z.string().min(1).max(4_096).optional(),
  /** Absent: the passphrase of the plan, if it encrypts. */
  passphrase: Passphrase.optional(),
})
export type BackupNowInput = z.infer<typeof BackupNowInput>

const errors = { BACKUP_FAILED: { status: 422, data: z.object({ problem: BackupProblem }) } }

/** Making, looking at and going back to backups. */
export const backupContract = {
  /** What is planned, what is being done, and how it went last. */
  state: oc.route({ method: 'GET', path: '/backups', summary: 'What is planned and how it went' }).output(BackupState),
  /** The state now and after each change. */
  changes: oc.output(eventIterator(BackupState)),
  /** The backups that are kept, the newest first. */
  list: oc
    .route({ method: 'GET', path: '/backups/kept', summary: 'The backups that are kept' })
    .errors(errors)
    .output(z.array(Backup)),
  /** Holds a plan from now on, after its place was tried; null: no backups. Those that are kept stay. */
  plan: oc.input(BackupWish.nullable()).errors(errors).output(BackupState),
  /** Keeps the passphrase of backups, or the password or key of their server; null forgets it. */
  setSecret: oc
    .input(z.object({ secret: z.enum(['passphrase', 'password']), value: Passphrase.nullable() }))
    .output(z.object({ kept: KeptIn })),
  /** Makes a backup, reads it back, and thins out the old ones; resolves when it is verified. */
  now: oc
    .route({ method: 'POST', path: '/backups', summary: 'Make a backup' })
    .input(BackupNowInput)
    .errors(errors)
    .output(Backup.extend({ file: z.string() })),
  /** Reads a backup and compares all of it with what it should be. */
  check: oc
    .input(z.object({ name: BackupName }))
    .errors(errors)
    .output(Backup),
  /** Restores the newest backup into a folder of its own, opens it, counts, and takes the folder away again. */
  drill: oc
    .route({ method: 'POST', path: '/backups/drill', summary: 'Try to restore the newest backup' })
    .errors(errors)
    .output(BackupDrill),
  /** Restores into a folder; in place: gets everything ready, and the next start of Alcove puts it in place. */
  restore: oc
    .input(RestoreInput)
    .errors(errors)
    .output(z.object({ madeAt: z.number(), folder: z.string(), waits: z.boolean() })),
  /** Starts Alcove again, where it can do so by itself, so that a restored state takes its place. */
  restart: oc.output(z.object({ restarts: z.boolean() })),
}
