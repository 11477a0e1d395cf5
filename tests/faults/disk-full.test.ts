import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '#database/database'
import { createChatStore } from '../../main/chat/chat.store.ts'
import { between, isFull, oneOf, randomFor, report, tally } from './fault-run.ts'
import { makeFolders, openCore, until } from './library-core.ts'
import { snapshotOf } from './library-snapshot.ts'

type Core = Awaited<ReturnType<typeof openCore>>

const smallDisk = canMount()
/** Of the disk; smaller ones have no room for Alcove's own reserve and the first write. */
const sizes = isFull ? [8, 12, 16, 24, 32, 40, 48, 64] : [16, 40]

/** What is under way when the last byte is written, and what is to be seen of it afterwards. */
const moments: Readonly<Record<string, (disk: FullDisk) => Promise<unknown>>> = {
  'reading files': whileReading,
  'a text is pasted': whilePasting,
  'a conversation is written': whileTalking,
  'the log is written back': whileCheckpointing,
}

interface FullDisk {
  /** In MiB. */
  readonly size: number
  readonly data: string
  readonly papers: string
  /** Fills the disk but for so many bytes. */
  readonly fill: (leaving: number) => void
  readonly free: () => void
  readonly random: () => number
}

/** Needs a disk that can be filled: a file system in memory, which only root on Linux may mount. */
test.runIf(smallDisk).for(Object.keys(moments))(
  'a disk that is full while %s: named, nothing half there, and with room again all goes on',
  {
    timeout: 3_600_000,
  },
  async (moment) => {
    const seen: unknown[] = []
    for (const size of sizes) {
      const disk = makeDisk(size, randomFor(`${moment} ${size}`))
      const found = await moments[moment]?.(disk)
      const { orphans, integrity, jobs, documents } = snapshotOf(disk.data)
      const whole = integrity === 'ok' && orphans.every((count) => count === 0)
      seen.push({ size, found, whole, jobs: jobs.length, documents: documents.length > 0 })
      unmount(join(disk.data, '..'))
    }

    report(`R5 full disk while ${moment}`, {
      disks: seen.length,
      sizes: sizes.join(' '),
      damaged: seen.filter((one) => !(one as { readonly whole: boolean }).whole).length,
      ...tally(seen.map((one) => JSON.stringify((one as { readonly found: unknown }).found))),
    })
    expect(seen).toEqual(
      sizes.map((size) => ({ size, found: 'as it should be', whole: true, jobs: 0, documents: true })),
    )
  },
)

test.skipIf(smallDisk)('a full disk cannot be tried here: it takes a Linux on which this process may mount', () => {
  expect(smallDisk).toBe(false)
})

async function whileReading({ size, data, papers, fill, free, random }: FullDisk) {
  // As many as the disk has room for once it is free again, their vectors and the log included.
  const files = Math.min(30, (size - 6) * 3)
  for (let index = 0; index < files; index += 1)
    writeFileSync(join(papers, `big-${index}.txt`), manyWords(random, 1_000))
  const { library, close } = await openCore(data)
  await first(library, papers)
  fill(between(random, 50_000, 200_000))
  await library.add({ paths: [papers], watch: false })
  const full = await until(library, ({ progress }) => progress.blocked !== null)
  const before = { reserve: existsSync(join(data, 'reserve')), readable: library.list(everything).items.length > 0 }
  free()
  await until(library, ({ progress, queue }) => progress.blocked === null && queue === 0)
  const { documents, byState } = library.state()
  await rest(library, close)
  return judged(
    { code: full.progress.blocked?.code, ...before, documents, failed: byState.failed },
    { code: 'STORAGE_FULL', reserve: false, readable: true, documents: files + 1, failed: 0 },
  )
}

async function whilePasting({ data, papers, fill, free, random }: FullDisk) {
  const { library, close } = await openCore(data)
  await first(library, papers)
  fill(between(random, 0, 200_000))
  const refused = await library.addText({ title: 'Large', text: manyWords(random, 20_000) })
  const left = existsSync(join(data, 'imports')) ? readdirSync(join(data, 'imports')).length : 0
  const during = {
    codes: refused.failed.map(({ code }) => code),
    left,
    blocked: library.state().progress.blocked?.code,
  }
  const readable = library.list(everything).items.length
  free()
  await until(library, ({ progress }) => progress.blocked === null)
  const again = await library.addText({ title: 'Small', text: 'Words' })
  await until(library, ({ queue }) => queue === 0)
  await rest(library, close)
  return judged(
    { ...during, readable, again: again.added },
    { codes: ['STORAGE_FULL'], left: 0, blocked: 'STORAGE_FULL', readable: 1, again: 1 },
  )
}

async function whileTalking({ data, papers, fill, free, random }: FullDisk) {
  const { library, close } = await openCore(data)
  await first(library, papers)
  await rest(library, close)
  const database = openDatabase(join(data, 'alcove.sqlite'))
  const chats = createChatStore(database)
  fill(between(random, 0, 200_000))
  const kept: string[] = []
  let error = ''
  while (error === '') {
    const question = manyWords(random, between(random, 1, 200))
    try {
      kept.push(chats.begin({ question, title: 'A talk', model: null, local: true, mode: 'quotes' }).questionId)
    } catch (thrown) {
      error = codeOf(thrown)
    }
  }
  const readable = kept.every((id) => database.sqlite.prepare('SELECT 1 FROM messages WHERE id = ?').get(id))
  const asked = database.sqlite.prepare("SELECT count(*) FROM messages WHERE role = 'question'").pluck().get()
  free()
  const after = chats.begin({ question: 'With room again', title: 'A talk', model: null, local: true, mode: 'quotes' })
  database.close()
  return judged(
    { error: isFullError(error), readable, asked, after: after.questionId !== '' },
    { error: true, readable: true, asked: kept.length, after: true },
  )
}

async function whileCheckpointing({ data, papers, fill, free, random }: FullDisk) {
  const { library, close } = await openCore(data)
  await first(library, papers)
  await rest(library, close)
  const database = openDatabase(join(data, 'alcove.sqlite'))
  database.sqlite.pragma('wal_autocheckpoint = 0')
  const chats = createChatStore(database)
  const ask = () =>
    chats.begin({ question: manyWords(random, 300), title: 'A talk', model: null, local: true, mode: 'quotes' })
  const kept = Array.from({ length: 20 }, () => ask().questionId)
  fill(between(random, 0, 20_000))
  let error = ''
  try {
    // Busy or full are told by an error or by pages that stay in the log; both lose nothing.
    database.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  } catch (thrown) {
    error = codeOf(thrown)
  }
  const readable = kept.every((id) => database.sqlite.prepare('SELECT 1 FROM messages WHERE id = ?').get(id))
  free()
  database.sqlite.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
  return judged({ error: error === '' || isFullError(error), readable }, { error: true, readable: true })
}

/** One document that is there before the disk is full. */
async function first(library: Core['library'], papers: string): Promise<void> {
  writeFileSync(join(papers, 'before.md'), '# Before')
  await library.add({ paths: [join(papers, 'before.md')], watch: false })
  await until(library, ({ queue, documents }) => queue === 0 && documents === 1)
}

async function rest(library: Core['library'], close: () => Promise<void>): Promise<void> {
  await library.pause()
  await close()
}

/** One word when all is as it should be, else what there is. */
function judged<T>(found: T, wanted: T): unknown {
  return JSON.stringify(found) === JSON.stringify(wanted) ? 'as it should be' : found
}

function isFullError(code: string): boolean {
  return ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'ENOSPC'].includes(code)
}

function codeOf(thrown: unknown): string {
  const error = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown
  return error instanceof Error && 'code' in error ? String(error.code) : String(thrown)
}

function manyWords(random: () => number, lines: number): string {
  return Array.from(
    { length: lines },
    () => `Word${between(random, 1, 5_000)} of ${oneOf(random, ['stone', 'river', 'rail'])} and number ${random()}.`,
  ).join('\n')
}

const everything = {
  filter: '',
  states: [],
  sort: 'title',
  descending: false,
  offset: 0,
  limit: 500,
} satisfies Parameters<Core['library']['list']>[0]

function makeDisk(size: number, random: () => number): FullDisk {
  const { folder, papers } = makeFolders()
  const disk = join(folder, 'disk')
  mkdirSync(disk)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}m`, 'tmpfs', disk])
  onTestFinished(() => unmount(disk))
  const data = join(disk, 'data')
  mkdirSync(data)
  const ballast = join(disk, 'ballast')
  return { size, data, papers, random, fill, free: () => rmSync(ballast) }

  function fill(leaving: number): void {
    const { bavail, bsize } = statfsSync(disk)
    writeFileSync(ballast, Buffer.alloc(Math.max(1, bavail * bsize - leaving), 1))
  }
}

function unmount(disk: string): void {
  if (readFileSync('/proc/mounts', 'utf8').includes(` ${disk} `)) execFileSync('umount', ['--lazy', disk])
}

function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'alcove-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
