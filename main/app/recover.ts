import { sentenceForBackup } from '#contract/backup.sentences'
import { linesForSalvage } from '#contract/salvage.sentences'
import type { StartFailure } from '#contract/system.failures'
import { sentenceForStart } from '#contract/system.sentences'
import type { LibraryKey } from '#database/library-key'
import { backupWorkerEntry, startBackupWorker, underKey } from '../backup/open-backups.ts'
import { problemBehind } from '../backup/trouble.ts'
import type { RecoveryView } from '../web/recovery-page.ts'
import { type RecoveryChoice, type RecoveryServer, startRecoveryServer } from '../web/recovery-server.ts'
import type { ServerIdentity } from '../web/server.ts'
import { type DataFolder, layout } from './data-folder.ts'
import { findingsOf, keptCopies, mend, prepareCopy, prepareSalvage, type Salvaged } from './repair.ts'
import type { Shell } from './shell.ts'
import { takeLock } from './take-lock.ts'

export interface RecoverSettings {
  readonly root: string
  readonly failure: StartFailure
  readonly port: number
  readonly server?: ServerIdentity | undefined
  readonly shell: Shell
  /** Of an encrypted library. */
  readonly key: LibraryKey | null
  readonly signal: AbortSignal
  /** Told where the recovery page is. */
  readonly announce: (server: RecoveryServer) => void
}

/** What to start with after a recovery; null when the person ended Alcove. */
export interface Recovered {
  readonly readOnly: boolean
  readonly server: ServerIdentity
}

/** Serves a page on which a person chooses what becomes of a damaged library, does it, and says how to go on. */
export async function recover(settings: RecoverSettings): Promise<Recovered | null> {
  const { root, failure, port, shell, key, signal } = settings
  const folder = layout(root)
  const worker = startBackupWorker({ entry: shell.files?.backupWorker ?? backupWorkerEntry, spawn: shell.spawn })
  const keyed = underKey(worker.client, { key, keyFile: folder.keyFile, secret: null })
  const copies = keptCopies(folder, key)
  const found = findingsOf(folder, key)
  const { promise: over, resolve: end } = Promise.withResolvers<{ readonly readOnly: boolean } | null>()
  let view: RecoveryView = {
    sentence:
      'Its file was left as it is, and your own documents are untouched. Choose what to do; nothing is deleted by any of it.',
    details: found.details.length > 0 ? found.details : [sentenceForStart(failure)],
    copies,
    working: null,
    problem: null,
    report: null,
    opening: false,
  }
  const show = (change: Partial<RecoveryView>) => {
    view = { ...view, ...change }
  }
  const server = await startRecoveryServer({ port, before: settings.server, view: () => view, onChoice: choose })
  settings.announce(server)
  const stop = () => end(null)
  signal.addEventListener('abort', stop, { once: true })
  try {
    const decision = await over
    return decision && { ...decision, server: server.identity }
  } finally {
    signal.removeEventListener('abort', stop)
    await Promise.all([server.close(), worker.close()])
  }

  function choose({ choice, file, passphrase }: RecoveryChoice) {
    if (view.working || view.opening) return
    if (choice === 'open' && view.report) open({ readOnly: false })
    if (choice === 'read-only') open({ readOnly: true })
    if (choice === 'salvage') void work('Saving what can be read', save)
    const copy = copies.find((one) => one.file === file)
    if (choice === 'copy' && copy) {
      void work('Going back to the copy', async () => {
        await prepareCopy(folder, copy, { worker: keyed, passphrase })
        open({ readOnly: false })
      })
    }
  }

  function open(how: { readonly readOnly: boolean }) {
    show({ opening: true })
    // Whoever asked is answered first.
    setTimeout(() => end(how), 100)
  }

  async function save() {
    const salvaged = await salvageOrMend()
    if (salvaged === 'mended') return open({ readOnly: false })
    if ('hopeless' in salvaged) {
      const problem = `Nothing of the file can be read (${salvaged.hopeless}). It was left as it is. Go back to a copy, or move it aside and add your folders again.`
      return show({ problem })
    }
    show({ report: { lines: linesForSalvage(salvaged.report), kept: salvaged.kept } })
  }

  /** Where only what can be made anew is damaged, nothing has to be left behind. */
  async function salvageOrMend(): Promise<Salvaged | 'mended'> {
    if (found.original.length === 0 && found.derived.length > 0 && mend(folder, { derived: found.derived, key }))
      return 'mended'
    return prepareSalvage(folder, {
      worker: keyed,
      tell: (event) => {
        if (event.type === 'progress') show({ working: { what: 'Saving what can be read', done: event.done } })
      },
    })
  }

  /** With the lock, so that nobody opens the library meanwhile. */
  async function work(what: string, body: () => Promise<void>) {
    const lock = takeLock(folder)
    if (!lock) return show({ problem: 'Another Alcove process works on this library. Wait until it has ended.' })
    show({ working: { what, done: 0 }, problem: null })
    try {
      await body()
    } catch (error) {
      show({ problem: `That did not work: ${sentenceForBackup(problemBehind(error))}` })
    } finally {
      lock.release({ unclean: true })
      show({ working: null })
    }
  }
}

/** The folder of a library that could not be opened. */
export function folderOf({ path }: { readonly path: string }): DataFolder['root'] {
  return path.replace(/[/\\]alcove\.sqlite$/, '')
}
