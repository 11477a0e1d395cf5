import type { BackupInterval, BackupPlan, BackupWish } from '#contract/backup-plan'

/** What is typed about a plan, all of it kept while one looks at another kind of place. */
export interface BackupDraft {
  readonly kind: BackupWish['place']['kind']
  readonly path: string
  readonly address: string
  readonly user: string
  readonly region: string
  readonly bucket: string
  readonly prefix: string
  readonly keyId: string
  readonly every: BackupInterval
  readonly encrypted: boolean
}

/** What stands in the dialog at first: the plan that holds, or a proposal. */
export function draftOf(plan: BackupPlan | null): BackupDraft {
  const empty = {
    kind: 'folder',
    path: '',
    address: '',
    user: '',
    region: '',
    bucket: '',
    prefix: '',
    keyId: '',
  } as const
  return { ...empty, every: plan?.every ?? 'daily', encrypted: plan?.encrypted ?? false, ...plan?.place }
}

/** The wish a draft stands for; null while something is missing. */
export function wishOf(draft: BackupDraft): BackupWish | null {
  const { every, encrypted } = draft
  const place = placeIn(draft)
  return place && { place, every, encrypted }
}

function placeIn(draft: BackupDraft): BackupWish['place'] | null {
  const path = draft.path.trim()
  const address = withProtocol(draft.address.trim())
  const user = draft.user.trim()
  const region = draft.region.trim()
  const bucket = draft.bucket.trim()
  const keyId = draft.keyId.trim()
  if (draft.kind === 'folder') return path ? { kind: 'folder', path } : null
  if (!address) return null
  if (draft.kind === 'webdav') return user ? { kind: 'webdav', address, user } : null
  const prefix = draft.prefix.trim().replace(/^\/+|(?<!\/)\/+$/g, '')
  if (!region || !bucket || !keyId) return null
  return { kind: 's3', address, region, bucket, prefix: prefix && `${prefix}/`, keyId }
}

/** People type addresses without it; what leaves this machine is to be encrypted on its way. */
function withProtocol(address: string): string | null {
  const full = /^https?:\/\//.test(address) ? address : `https://${address}`
  return address !== '' && URL.canParse(full) ? full : null
}
