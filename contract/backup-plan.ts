import { z } from 'zod'

const Address = z.url({ protocol: /^https?$/ }).max(2_000)

/** Where backups go. Passwords and keys are not part of it: they are kept as secrets. */
export const BackupPlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('folder'), path: z.string().min(1).max(4_096) }),
  /** `address` is that of a folder on the server. */
  z.object({ kind: z.literal('webdav'), address: Address, user: z.string().max(200) }),
  z.object({
    kind: z.literal('s3'),
    /** The service; the bucket is put into the path. */
    address: Address,
    region: z.string().trim().min(1).max(100),
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
    /** What every name in the bucket begins with; may be empty. */
    prefix: z.string().regex(/^([\w.-]+\/)*$/, 'Names of letters and digits, each followed by /'),
    keyId: z.string().min(1).max(200),
  }),
])
export type BackupPlace = z.infer<typeof BackupPlace>

export const BackupInterval = z.enum(['hourly', 'daily', 'weekly'])
export type BackupInterval = z.infer<typeof BackupInterval>

/** What a person decides about backups. */
export const BackupWish = z.object({ place: BackupPlace, every: BackupInterval, encrypted: z.boolean() })
export type BackupWish = z.infer<typeof BackupWish>

/** A wish that holds; its `series` tells backups of this library from others in the same place. */
export const BackupPlan = BackupWish.extend({ series: z.string().regex(/^[a-z0-9]{8}$/) })
export type BackupPlan = z.infer<typeof BackupPlan>
