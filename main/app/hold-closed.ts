import { createRouterClient } from '@orpc/server'
import { contract } from '#contract/index'
import type { ConversionWork } from '../encryption/conversion.ts'
import { openEncryption } from '../encryption/open-encryption.ts'
import { type LoopbackServer, type ServerIdentity, startServer } from '../web/server.ts'
import type { Client } from './client.ts'
import { closedRouter } from './closed-router.ts'
import type { DataFolder } from './data-folder.ts'
import type { LibrarySession } from './library-session.ts'
import type { Lock } from './lock.ts'
import type { Shell } from './shell.ts'
import { readVersion } from './version.ts'

export interface ClosedParts {
  readonly folder: DataFolder
  readonly lock: Lock
  readonly session: LibrarySession
  readonly port: number
  readonly page: string | null
  readonly before?: ServerIdentity | undefined
  readonly shell: Shell
  readonly onError: (error: unknown) => void
}

/** A data folder that is held while its library is closed: nothing but the encryption answers. */
export interface ClosedDoor {
  readonly client: Client
  readonly server: LoopbackServer
  /** Resolves when a secret has opened it; the key is in the session. */
  readonly unlocked: Promise<void>
  /** Says what is being converted. */
  tell(work: ConversionWork): void
  close(): Promise<void>
}

/** Serves the page and the encryption contract, before the library is opened or while nobody may open it. */
export async function openClosedDoor(parts: ClosedParts): Promise<ClosedDoor> {
  const { folder, lock, session, port, page, before, shell, onError } = parts
  const { promise: unlocked, resolve: onUnlocked } = Promise.withResolvers<void>()
  let work: ConversionWork | null = null
  const encryption = openEncryption({ folder, session, shell })
  const router = closedRouter(contract, { encryption: encryption.router({ onUnlocked, work: () => work }) })
  const server = await startServer({ router, version: readVersion().version, port, page, before, onError })
  lock.announce({ pid: process.pid, url: server.url, token: server.key })
  shell.onClosed?.(router)
  return {
    client: createRouterClient(router) as Client,
    server,
    unlocked,
    tell: (now) => {
      work = now
    },
    close: async () => {
      encryption.close()
      await server.close()
    },
  }
}
