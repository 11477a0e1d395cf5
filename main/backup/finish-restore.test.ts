import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fail, ok } from '#contract/result'
import { layout, openDataFolder } from '../app/data-folder.ts'
import { openAfterRestore } from './finish-restore.ts'
import { openMemory } from './memory.ts'
import { announceRestore, keepWaiting, placesOf, readWaiting, type Waiting } from './waiting-restore.ts'

const old = { 'alcove.sqlite': 'old', 'alcove.sqlite-wal': 'old log', 'imports/a.md': 'old text', 'index/graph': 'old' }
const restored = { 'alcove.sqlite': 'new', 'imports/b.md': 'new text' }

test('without a restore that waits the library is simply opened', async () => {
  const { folder, look } = setup()

  expect(await openAfterRestore(folder, async () => ok('opened'))).toEqual(ok('opened'))
  expect(look()).toEqual(old)
})

test('a restored state takes its place, and all of the one before is kept beside it', async () => {
  const { folder, look, lookAside, begin } = setup()
  await begin()

  const opened = await openAfterRestore(folder, async () => ok(readFileSync(folder.database, 'utf8')))

  const { lastRestore } = await openMemory(folder.backups).read()
  expect({ opened, now: look(), aside: lookAside(lastRestore?.aside ?? '') }).toEqual({
    opened: ok('new'),
    now: restored,
    aside: old,
  })
  expect([readWaiting(folder), lastRestore?.problem, lastRestore?.name]).toEqual([null, null, 'backup.zip'])
})

test('a restored state that cannot be opened makes way for the one before, which is opened instead', async () => {
  const { folder, look, begin } = setup()
  await begin()
  const seen: string[] = []

  const opened = await openAfterRestore(folder, async () => {
    const text = readFileSync(folder.database, 'utf8')
    seen.push(text)
    writeFileSync(`${folder.database}-wal`, `log of ${text}`)
    if (text === 'new') return fail({ code: 'DATABASE_DAMAGED', message: 'page 3' })
    return ok(text)
  })

  const { lastRestore } = await openMemory(folder.backups).read()
  expect({ opened, seen, now: look() }).toEqual({
    opened: ok('old'),
    seen: ['new', 'old'],
    now: { ...old, 'alcove.sqlite-wal': 'log of old' },
  })
  expect([lastRestore?.problem?.detail, readdirSync(folder.root).includes('before-restore')]).toEqual(['page 3', false])
})

test('whatever move a kill comes after, the next start ends with the restored state and loses nothing', async () => {
  const outcomes: unknown[] = []
  for (const phase of ['ready', 'aside', 'install'] as const) {
    for (let moved = 0; moved <= 4; moved += 1) {
      const { folder, look, lookAside, begin } = setup()
      await begin()
      const aside = await killedAfter(folder, phase, moved)
      // The folders that a start makes before it takes up the restore.
      openDataFolder(folder.root)
      const opened = await openAfterRestore(folder, async () => ok(readFileSync(folder.database, 'utf8')))
      outcomes.push({ opened, now: look(), aside: lookAside(aside) })
    }
  }

  expect(outcomes).toEqual(Array(15).fill({ opened: ok('new'), now: restored, aside: old }))
})

test('whatever move a kill comes after while the old state is put back, the next start ends with the old one', async () => {
  const outcomes: unknown[] = []
  for (let moved = 0; moved <= 8; moved += 1) {
    const { folder, look, begin } = setup()
    await begin()
    const aside = await killedAfter(folder, 'install', 4)
    const waiting = readWaiting(folder)
    if (waiting) await keepWaiting(folder, { ...waiting, phase: 'back' })
    const { restoring } = placesOf(folder)
    // In the order in which they are put back.
    const back = ['alcove.sqlite', 'alcove.sqlite-wal', 'imports', 'index'].flatMap((name) => [
      [join(folder.root, name), join(restoring, name)] as const,
      [join(aside, name), join(folder.root, name)] as const,
    ])
    moveSome(back, moved)
    openDataFolder(folder.root)
    const opened = await openAfterRestore(folder, async () => ok(readFileSync(folder.database, 'utf8')))
    outcomes.push({ opened, now: look() })
  }

  expect(outcomes).toEqual(Array(9).fill({ opened: ok('old'), now: old }))
})

/** Leaves the folder as a process leaves it that is killed in this phase after so many moves; where the old state goes. */
async function killedAfter(folder: ReturnType<typeof layout>, phase: Waiting['phase'], moved: number): Promise<string> {
  const waiting = readWaiting(folder)
  if (!waiting) throw new Error('There is nothing to be killed in')
  const aside = join(placesOf(folder).before, waiting.aside)
  if (phase === 'ready') return aside
  const had = ['alcove.sqlite', 'alcove.sqlite-wal', 'imports', 'index']
  await keepWaiting(folder, { ...waiting, phase, had })
  mkdirSync(aside, { recursive: true })
  moveSome(
    had.map((name) => [join(folder.root, name), join(aside, name)] as const),
    phase === 'aside' ? moved : had.length,
  )
  if (phase === 'install') {
    const { restoring } = placesOf(folder)
    moveSome(
      ['alcove.sqlite', 'imports'].map((name) => [join(restoring, name), join(folder.root, name)] as const),
      moved,
    )
  }
  return aside
}

function moveSome(moves: readonly (readonly [string, string])[], count: number) {
  for (const [from, to] of moves.slice(0, count)) {
    if (!existsSync(from)) continue
    mkdirSync(dirname(to), { recursive: true })
    renameSync(from, to)
  }
}

function setup() {
  const root = mkdtempSync(join(tmpdir(), 'alcove-restore-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const folder = layout(root)
  openDataFolder(root)
  write(root, old)
  const look = () => read(root)
  return { folder, look, lookAside: (aside: string) => read(aside), begin }

  async function begin() {
    write(placesOf(folder).restoring, restored)
    await announceRestore(folder, { name: 'backup.zip', at: Date.UTC(2027, 0, 1) })
  }
}

function write(folder: string, files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

/** The files of a state, by their paths in it. */
function read(folder: string): Record<string, string> {
  const names = ['alcove.sqlite', 'alcove.sqlite-wal', 'imports', 'index'].filter((name) =>
    existsSync(join(folder, name)),
  )
  const files = names.flatMap((name) =>
    /sqlite/.test(name) ? [name] : readdirSync(join(folder, name)).map((file) => `${name}/${file}`),
  )
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}
