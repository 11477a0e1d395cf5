import { createRouterClient } from '@orpc/server'
import { fail, ok, type Result } from '#contract/result'
import type { ReadOnlyReason } from '#contract/system.contract'
import type { DatabaseDamaged, KeyFileMissing, LibraryLocked, PortTaken } from '#contract/system.failures'
import { openAfterRestore } from '../backup/finish-restore.ts'
import { openRecords } from '../operation/open-records.ts'
import { type LoopbackServer, type ServerIdentity, type ServerSettings, startServer } from '../web/server.ts'
import { finishErasing } from '../your-data/erasing.ts'
import { beforeOpening } from './before-opening.ts'
import type { Client } from './client.ts'
import { type App, compose } from './compose.ts'
import type { DataFolder } from './data-folder.ts'
import type { ClosedDoor } from './hold-closed.ts'
import type { LibrarySession } from './library-session.ts'
import type { Lock } from './lock.ts'
import { damageOf, openForReading, openStorage, type StorageFailure } from './open-storage.ts'
import { remakeWithoutLoss } from './remake.ts'
import { createReserve } from './reserve.ts'
import type { Shell } from './shell.ts'
import { readVersion } from './version.ts'

/** The library, held by this process. */
export interface Held {
  readonly closed: false
  readonly client: Client
  readonly app: App
  readonly server: LoopbackServer
  /** A look at the whole library file after something unexpected; null when it is intact. */
  damage(): DatabaseDamaged | null
  /** Ends everything in order: no new calls, work set down, processes ended, file checkpointed, lock released. */
  close(): Promise<void>
}

/** The data folder, held by this process while its encrypted library waits for a passphrase. */
export interface HeldClosed extends Pick<ClosedDoor, 'client' | 'server' | 'unlocked' | 'close'> {
  readonly closed: true
}

export interface HoldSettings {
  readonly folder: DataFolder
  readonly lock: Lock
  readonly port: number
  readonly page: string | null
  readonly server?: ServerIdentity | undefined
  readonly shell: Shell
  /** What is known of the key, from one opening to the next. */
  readonly session: LibrarySession
  /** Why nothing may be written; null when it may. */
  readonly readOnly: ReadOnlyReason | null
}

/** Starts everything on a data folder whose lock this process has. */
export async function hold(
  settings: HoldSettings,
): Promise<Result<Held | HeldClosed, StorageFailure | PortTaken | LibraryLocked | KeyFileMissing>> {
  const { folder, lock, port, page, shell, session, readOnly } = settings
  // Whatever is written from here on, by this process or by its workers, is for this person alone.
  process.umask(0o077)
  const reserve = createReserve(folder.reserve)
  // Before anything is opened, and before a line is logged.
  const isNew = await finishErasing(folder)
  const unclean = lock.unclean && !isNew
  const records = await openRecords({ folder, unclean })
  const { log } = records
  const passphrase = process.env.ALCOVE_PASSPHRASE || undefined
  const way = await beforeOpening({ ...settings, before: settings.server, log, passphrase })
  if (!way.ok) {
    log.error('not-opened', { code: way.failure.code })
    records.end()
    return way
  }
  if (way.value.closed) return ok(closedDoor(way.value.door))
  const { key, server: before } = way.value
  const onMended = () => log.warn('mended')
  const open = () => openAfterRestore(folder, () => openStorage(folder, { unclean, key, onMended }))
  let storage = readOnly ? openForReading(folder, key) : await open()
  if (!readOnly && !storage.ok && storage.failure.code === 'DATABASE_DAMAGED') {
    if (await remakeWithoutLoss(folder, { shell, key })) storage = await open()
  }
  if (!storage.ok) {
    log.error('not-opened', { code: storage.failure.code })
    records.end()
    return storage
  }
  const database = storage.value
  reserve.restore()
  // One that was opened to be looked at is checked by the next start as it would have been by this one.
  let trouble = readOnly !== null && lock.unclean
  const onTrouble = () => {
    trouble = true
  }
  const composed = composeUnlessDamaged()
  if ('code' in composed) {
    database.close()
    records.end()
    return fail(composed)
  }
  const app: App = composed
  const onError = (error: unknown) => {
    onTrouble()
    log.error('unexpected', { error })
  }
  const server = await startUnlessTaken({
    router: app.router,
    version: readVersion().version,
    port,
    page,
    before,
    onError,
  })
  if (!server) {
    await app.close()
    database.close()
    records.end()
    return fail({ code: 'PORT_TAKEN', message: `Port ${port} is in use`, port })
  }
  lock.announce({ pid: process.pid, url: server.url, token: server.key })

  let closing: Promise<void> | null = null
  return ok({
    closed: false,
    client: createRouterClient(app.router) as Client,
    app,
    server,
    damage: () => {
      onTrouble()
      return damageOf(database, folder)
    },
    close: () => {
      closing ??= close(server)
      return closing
    },
  })

  /** A part that cannot read what it needs at once meets damage that no check has seen. */
  function composeUnlessDamaged(): App | DatabaseDamaged {
    try {
      return compose({ folder, database, key, session, reserve, records, shell, readOnly, onTrouble })
    } catch (error) {
      log.error('not-put-together', { error })
      records.crashes.record({ process: 'main', reason: 'error', error })
      const damage = damageOf(database, folder)
      if (damage) return damage
      throw error
    }
  }

  function closedDoor({ client, server, unlocked, close: leave }: ClosedDoor): HeldClosed {
    const close = async () => {
      await leave()
      records.end()
      // Nobody opened the library, so it is as clean or unclean as it was.
      lock.release({ unclean: lock.unclean })
    }
    return { closed: true, client, server, unlocked, close }
  }

  async function close(server: LoopbackServer) {
    await server.close()
    await app.close()
    try {
      if (!readOnly) database.sqlite.pragma('wal_checkpoint(TRUNCATE)')
    } catch (error) {
      // A full disk: the log stays beside the file and is taken up at the next start.
      log.warn('no-checkpoint', { error })
    }
    database.close()
    records.end()
    // After anything unexpected the next start looks at the whole file first.
    lock.release({ unclean: trouble })
  }
}

async function startUnlessTaken(settings: ServerSettings): Promise<LoopbackServer | null> {
  try {
    return await startServer(settings)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return null
    throw error
  }
}
