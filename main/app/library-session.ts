import type { ActivityAbout, ActivityKind } from '#contract/activity.contract'
import type { EncryptionReason } from '#contract/encryption.contract'
import type { KeyFile } from '#database/key-slots'
import type { LibraryKey } from '#database/library-key'

/** A conversion that was asked for and is done when the library is opened next. */
export interface WantedConversion {
  readonly kind: 'encrypt' | 'decrypt'
  readonly key: LibraryKey
  /** What the key file will say. */
  readonly keyFile: KeyFile
}

/** Something to be noted in the log of a library as soon as it is open. */
export interface UnnotedActivity {
  readonly kind: ActivityKind
  readonly about: ActivityAbout
}

/** What a process knows of an encrypted library from one opening to the next. In memory only. */
export interface LibrarySession {
  key: LibraryKey | null
  wanted: WantedConversion | null
  /** True: the person closed the library here, so that what opened it by itself does so no more. */
  closedByPerson: boolean
  /** How the last conversion broke off; null where it did not. */
  problem: EncryptionReason | null
  /** What was done with the library while it could not be written to, the oldest first. */
  readonly unnoted: UnnotedActivity[]
}

/** The session of a process that has opened nothing yet. */
export function createSession(): LibrarySession {
  return { key: null, wanted: null, closedByPerson: false, problem: null, unnoted: [] }
}
