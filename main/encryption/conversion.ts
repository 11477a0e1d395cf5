import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { open, statfs } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import type { ContractRouterClient } from '@orpc/contract'
import { z } from 'zod'
import type { conversionContract } from '#contract/conversion.contract'
import type { EncryptionState } from '#contract/encryption.contract'
import type { KeyFile } from '#database/key-slots'
import { isSealed } from '#database/sealed-file'
import type { DataFolder } from '../app/data-folder.ts'
import type { WantedConversion } from '../app/library-session.ts'
import { flushFolder, readKeyFile, removeKeyFile, writeKeyFile } from './key-file.ts'

export type Converter = ContractRouterClient<typeof conversionContract>
export type ConversionWork = NonNullable<EncryptionState['work']>

export class NoRoomToConvert extends Error {}

const Ready = z.object({ files: z.array(z.string()) })

/**
 * Encrypts or decrypts a data folder that nobody has open. Everything is written beside its place first, compared there, and
 * then takes its place name by name; a process that is killed leaves the old state or one that the next start finishes.
 */
export async function convert(
  folder: DataFolder,
  { kind, key, keyFile }: WantedConversion,
  { converter, tell }: { readonly converter: Converter; readonly tell: (work: ConversionWork) => void },
): Promise<void> {
  finishConversion(folder)
  const files = filesOf(folder)
  if (kind === 'decrypt') await leaveKeyBesideDamaged(folder, keyFile)
  await mustHaveRoom(folder, files)
  writeKeyFile(folder, { ...keyFile, phase: kind === 'encrypt' ? 'encrypting' : 'decrypting' })
  try {
    const keys = kind === 'encrypt' ? { fromKey: null, toKey: key } : { fromKey: key, toKey: null }
    const twins = files.map(({ path, ...file }) => ({ ...file, from: path, to: twinOf(folder, path) }))
    for await (const event of await converter.convert({ files: twins, ...keys })) {
      if (event.type === 'progress') tell({ kind, step: event.step, done: event.done })
    }
    tell({ kind, step: 'finishing', done: 0 })
    sayReady(
      folder,
      files.map(({ path }) => relative(folder.root, path)),
    )
  } finally {
    // Whether it went through or not: from what was said to be ready to all of it, else back.
    finishConversion(folder)
  }
}

/** Brings a conversion to its end that was cut off: onwards once all was ready, else back. Needs no key. */
export function finishConversion(folder: DataFolder): void {
  const keyFile = readKeyFile(folder)
  const ready = readReady(folder)
  if (keyFile && keyFile.phase !== 'encrypted') {
    if (ready) putInPlace(folder, ready)
    const isEncrypted = (keyFile.phase === 'encrypting') === (ready !== null)
    if (isEncrypted) writeKeyFile(folder, { ...keyFile, phase: 'encrypted' })
    else removeKeyFile(folder)
  }
  rmSync(folder.converting, { recursive: true, force: true })
}

function putInPlace(folder: DataFolder, files: readonly string[]): void {
  for (const name of files) {
    const place = join(folder.root, name)
    const twin = join(folder.converting, name)
    // Moved before the last kill.
    if (!existsSync(twin)) continue
    for (const suffix of ['-wal', '-shm', '-journal']) rmSync(`${place}${suffix}`, { force: true })
    renameSync(twin, place)
    flushFolder(dirname(place))
  }
  // Derived from what was in the library; the next start makes them anew, under its key.
  for (const derived of derivedFolders(folder)) {
    rmSync(derived, { recursive: true, force: true })
  }
}

interface FileToConvert {
  readonly kind: 'library' | 'file'
  readonly path: string
}

/** Everything in a data folder that holds what a person gave it. */
function filesOf(folder: DataFolder): readonly FileToConvert[] {
  const asides = listed(join(folder.root, 'before-restore')).map((name) => join(folder.root, 'before-restore', name))
  const libraries = [
    folder.database,
    ...asides.map((aside) => join(aside, 'alcove.sqlite')),
    ...listed(folder.backups)
      .filter((name) => name.endsWith('.sqlite'))
      .map((name) => join(folder.backups, name)),
  ].filter((path) => existsSync(path))
  // A damaged library that was put aside cannot be opened, so it is taken as it is.
  const files = [
    folder.imports,
    ...asides.map((aside) => join(aside, 'imports')),
    join(folder.root, 'damaged'),
  ].flatMap(filesIn)
  return [
    ...libraries.map((path) => ({ kind: 'library' as const, path })),
    ...files.map((path) => ({ kind: 'file' as const, path })),
  ]
}

/**
 * A damaged library that was put aside stays under the key that is given up. With the key file beside it, its folder is a data
 * folder that the passphrase and the recovery key of today go on opening.
 */
async function leaveKeyBesideDamaged(folder: DataFolder, keyFile: KeyFile): Promise<void> {
  const aside = join(folder.root, 'damaged')
  for (const name of listed(aside)) {
    const path = join(aside, name, basename(folder.database))
    const slots = keyFile.slots.filter(({ kind }) => kind !== 'keychain')
    if (slots.length === 0 || !(await isUnderAKey(path))) continue
    const [own, twin] = [folder.keyFile, folder.keyFileTwin].map((file) => join(aside, name, basename(file)))
    if (own && twin) {
      writeKeyFile({ keyFile: own, keyFileTwin: twin }, { ...keyFile, phase: 'encrypted', closed: false, slots })
    }
  }
}

/** Neither a library in the clear nor one that was sealed as a whole when this one was encrypted. */
async function isUnderAKey(path: string): Promise<boolean> {
  if (!existsSync(path)) return false
  await using file = await open(path)
  const head = (await file.read(Buffer.alloc(16), 0, 16, 0)).buffer
  return !head.equals(Buffer.from('SQLite format 3\0')) && !(await isSealed(file))
}

function derivedFolders(folder: DataFolder): readonly string[] {
  const before = join(folder.root, 'before-restore')
  const asides = listed(before).flatMap((name) => [join(before, name, 'index'), join(before, name, 'snapshots')])
  return [folder.index, folder.snapshots, ...asides]
}

async function mustHaveRoom({ root }: DataFolder, files: readonly FileToConvert[]): Promise<void> {
  const wanted = files.reduce((sum, { path }) => sum + statSync(path).size, 0)
  const { bavail, bsize } = await statfs(root)
  // While a library is turned it takes its own size once more, for what it would need to go back.
  if (bavail * bsize < wanted * 2.2 + 16_777_216)
    throw new NoRoomToConvert('There is not enough room to convert the library')
}

function twinOf({ root, converting }: DataFolder, path: string): string {
  return join(converting, relative(root, path))
}

function sayReady(folder: DataFolder, files: readonly string[]): void {
  const place = join(folder.converting, 'ready.json')
  mkdirSync(folder.converting, { recursive: true, mode: 0o700 })
  for (const name of files) flushFolder(dirname(join(folder.converting, name)))
  writeFileSync(`${place}.new`, JSON.stringify({ files }), { flush: true })
  renameSync(`${place}.new`, place)
  flushFolder(folder.converting)
}

function readReady(folder: DataFolder): readonly string[] | null {
  const place = join(folder.converting, 'ready.json')
  return existsSync(place) ? Ready.parse(JSON.parse(readFileSync(place, 'utf8'))).files : null
}

function listed(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
