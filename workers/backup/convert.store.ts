import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { ConvertEvent, ConvertInput } from '#contract/conversion.contract'
import { openConnection } from '#database/connection'
import { changeKey, isEncrypted, type LibraryKey } from '#database/library-key'
import { isSealed, openBytes, sealBytes } from '#database/sealed-file'
import { databasePart, importsFolder, keyPart } from './parts.ts'
import { factsOf, faultIn } from './snapshot.store.ts'

/** Brings an unpacked library and its copies of texts, which nobody has open, from its own key under another one. */
export async function takeOver(folder: string, fromKey: LibraryKey | null, toKey: LibraryKey | null): Promise<void> {
  await rm(join(folder, keyPart), { force: true })
  if (fromKey?.hex === toKey?.hex) return
  turn(join(folder, databasePart), fromKey, toKey)
  await flush(join(folder, databasePart))
  for (const name of await readdir(join(folder, importsFolder))) {
    const path = join(folder, importsFolder, name)
    await turnFile(path, `${path}.turned`, fromKey, toKey)
    await rename(`${path}.turned`, path)
  }
}

/** Makes the twins of all files in their order; one that cannot be made ends it, and nothing was changed. */
export async function* convert({ files, fromKey, toKey }: ConvertInput): AsyncGenerator<ConvertEvent> {
  const libraries = files.filter(({ kind }) => kind === 'library')
  const others = files.filter(({ kind }) => kind === 'file')
  for (const [at, { from, to }] of libraries.entries()) {
    try {
      // A copy of another time may be what this one is to become.
      const ownKey = isEncrypted(from) ? (fromKey ?? toKey) : null
      yield progress('copying', at / libraries.length)
      await copyClosed(from, to, ownKey)
      yield progress(toKey ? 'encrypting' : 'decrypting', at / libraries.length)
      turn(to, ownKey, toKey)
      yield progress('checking', at / libraries.length)
      compare({ from, fromKey: ownKey, to, toKey })
      await flush(to)
    } catch (error) {
      // The library itself is the first; an old copy that cannot be opened must not be in its way.
      if (at === 0) throw error
      await turnFile(from, to, fromKey, toKey)
    }
  }
  for (const [at, { from, to }] of others.entries()) {
    yield progress('files', at / others.length)
    await turnFile(from, to, fromKey, toKey)
  }
  yield { type: 'done' }
}

function progress(step: Extract<ConvertEvent, { type: 'progress' }>['step'], done: number): ConvertEvent {
  return { type: 'progress', step, done }
}

/** A file that nobody has open, with all that stood in its log. */
async function copyClosed(from: string, to: string, key: LibraryKey | null): Promise<void> {
  const { sqlite, close } = openConnection(from, { key })
  try {
    // The last writer to leave the log writes all of it back.
    sqlite.pragma('wal_checkpoint(TRUNCATE)')
    sqlite.pragma('journal_mode = DELETE')
  } finally {
    close()
  }
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  await copyFile(from, to)
}

function turn(path: string, fromKey: LibraryKey | null, toKey: LibraryKey | null): void {
  const { sqlite, close } = openConnection(path, { key: fromKey })
  try {
    // Nobody needs this file if it breaks off: it would be copied anew.
    sqlite.pragma('synchronous = OFF')
    changeKey(sqlite, toKey)
  } finally {
    close()
  }
}

interface Compared {
  readonly from: string
  readonly fromKey: LibraryKey | null
  readonly to: string
  readonly toKey: LibraryKey | null
}

function compare({ from, fromKey, to, toKey }: Compared): void {
  const fault = faultIn(to, 'quick', toKey)
  if (fault) throw new Error(`The converted library is damaged: ${fault}`)
  const [before, after] = [factsOf(from, fromKey), factsOf(to, toKey)]
  if (JSON.stringify(before) !== JSON.stringify(after)) throw new Error('The converted library does not hold the same')
}

async function turnFile(from: string, to: string, fromKey: LibraryKey | null, toKey: LibraryKey | null) {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  await rm(to, { force: true })
  // What looks sealed in a library that is not encrypted is a person's own bytes.
  const opens = fromKey !== null && (await isSealedFile(from))
  await pipeline(
    createReadStream(from),
    async function* (bytes: AsyncIterable<Uint8Array>) {
      const plain = fromKey && opens ? openBytes(bytes, fromKey) : bytes
      yield* toKey ? sealBytes(plain, toKey) : plain
    },
    createWriteStream(to, { mode: 0o600, flush: true }),
  )
  // A text that seems to have changed would be read again.
  const { atime, mtime } = await stat(from)
  await utimes(to, atime, mtime)
}

async function isSealedFile(path: string): Promise<boolean> {
  await using file = await open(path)
  return isSealed(file)
}

async function flush(path: string): Promise<void> {
  await using file = await open(path, 'r+')
  await file.sync()
}
