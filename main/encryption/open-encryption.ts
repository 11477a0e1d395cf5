import type { NoteActivity } from '#contract/activity.contract'
import type { DataFolder } from '../app/data-folder.ts'
import type { LibrarySession } from '../app/library-session.ts'
import { createMemorySecrets } from '../app/secrets.ts'
import type { Shell } from '../app/shell.ts'
import type { EncryptionRouterDeps } from './encryption.router.ts'
import { createEncryptionRouter } from './encryption.router.ts'
import { createEncryptionService } from './encryption.service.ts'

export interface EncryptionParts {
  readonly folder: DataFolder
  readonly session: LibrarySession
  readonly shell: Pick<Shell, 'secrets' | 'restart'>
  readonly isBusy?: () => boolean
  /** Minutes without a person after which the library is closed; null: never. Asked each time. */
  readonly lockAfter?: () => number | null
  /** Of an open library: what is done is noted there at once, and so is what was done before it was open. */
  readonly note?: NoteActivity
  /** Told of what goes wrong while nobody waits for it. */
  readonly report?: (error: unknown) => void
}

const minute = 60_000

/** Puts the encryption together: its service, its router, and the clock that closes a library nobody uses. */
export function openEncryption(parts: EncryptionParts) {
  const { folder, session, shell, isBusy, lockAfter = () => null, note, report = () => {} } = parts
  const secrets = shell.secrets ?? createMemorySecrets()
  if (note) for (const { kind, about } of session.unnoted.splice(0)) note(kind, about)
  const encryption = createEncryptionService({
    folder,
    session,
    secrets,
    hasKeychain: async () => (await secrets.holds?.()) === 'keychain',
    reopen: shell.restart,
    note,
    ...(isBusy ? { isBusy } : {}),
  })
  let lastSeen = Date.now()
  const ticks = setInterval(() => void closeWhenUnused().catch(report), minute / 4).unref()
  return { encryption, router, close: () => clearInterval(ticks) }

  function router(more: Omit<EncryptionRouterDeps, 'encryption' | 'onTouch'> = {}) {
    return createEncryptionRouter({
      encryption,
      ...more,
      onTouch: () => {
        lastSeen = Date.now()
      },
    })
  }

  async function closeWhenUnused(): Promise<void> {
    const minutes = lockAfter()
    if (minutes === null || !session.key || Date.now() - lastSeen < minutes * minute) return
    await encryption.lock()
  }
}
