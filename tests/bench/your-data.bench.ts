import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { yourDataWorkerContract } from '#contract/your-data-worker.contract'
import { migrateDatabase, openDatabase } from '#database/database'
import { type DataFolder, layout } from '../../main/app/data-folder.ts'
import { filesInPlace } from '../../main/app/shell.ts'
import { startWorker } from '../../main/app/start-worker.ts'
import { createYourDataService } from '../../main/your-data/your-data.service.ts'
import { type Bench, readable, table } from './bench-kit.ts'

/** How long it takes to export everything and to bring it in elsewhere, and what it costs the rest of Alcove. */
export const yourDataBench: Bench = { name: 'your-data', title: 'Your data', run }

const things = 10_000
const passagesEach = 3

async function run(): Promise<string> {
  const head = ['library', 'what', 'file', 'time', 'peak memory of the process', 'longest work of main']
  const documents = await measure(`${readable(things)} documents`, { documents: things, conversations: 0 })
  const conversations = await measure(`${readable(things)} conversations`, { documents: 0, conversations: things })
  return table(head, [...documents, ...conversations])
}

async function measure(name: string, counts: Counts): Promise<string[][]> {
  const root = await mkdtemp(join(tmpdir(), 'alcove-your-data-bench-'))
  try {
    const from = await library(join(root, 'from'), counts)
    const to = await library(join(root, 'to'), { documents: 0, conversations: 0 })
    const file = join(root, 'everything.zip')
    const exported = await timed(from, (service) => service.export({ to: file, originals: false }))
    const imported = await timed(to, (service) => service.import({ file }))
    const size = `${readable((await stat(file)).size / 1e6)} MB`
    return [
      [name, 'exported and read back', size, ...exported],
      [name, 'imported', size, ...imported],
    ]
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

type Service = ReturnType<typeof createYourDataService>

async function timed(
  folder: DataFolder,
  work: (service: Service) => Promise<{ readonly ok: boolean }>,
): Promise<string[]> {
  const worker = startWorker<typeof yourDataWorkerContract>({
    name: 'your-data',
    entry: filesInPlace.yourDataWorker,
    options: {},
    priority: 'low',
  })
  const service = createYourDataService({
    worker: worker.client,
    folder,
    version: '0.0.0',
    note: () => {},
    clockDoubtedSince: () => null,
    preview: () => Promise.reject(new Error('nothing is deleted here')),
    deleteBackups: () => Promise.reject(new Error('nothing is deleted here')),
    forgetShell: async () => {},
    report: (error) => {
      throw error
    },
  })
  worker.start()
  const longest = watchLoop()
  const begun = performance.now()
  const done = await work(service)
  const seconds = (performance.now() - begun) / 1_000
  const most = longest()
  const peak = peakOf(worker.pid())
  await service.close()
  await worker.close()
  if (!done.ok) throw new Error('It did not work')
  return [`${readable(seconds)} s`, `${readable(peak)} MB`, `${readable(most)} ms`]
}

interface Counts {
  readonly documents: number
  readonly conversations: number
}

async function library(root: string, { documents, conversations }: Counts): Promise<DataFolder> {
  const folder = layout(root)
  await mkdir(folder.imports, { recursive: true })
  const database = openDatabase(folder.database)
  await migrateDatabase(database, { backupFolder: folder.backups })
  const { sqlite } = database
  const words = 'The tenant pays the deposit before moving in, and gets it back within sixty days of leaving. '.repeat(
    10,
  )
  sqlite.transaction(() => {
    sqlite.exec(
      "INSERT INTO sources (id, kind, title, path, watched, created_at, updated_at) VALUES ('s', 'folder', 'Papers', '/nowhere', 0, 1, 1)",
    )
    const document = sqlite.prepare(
      `INSERT INTO documents (id, source_id, path, title, type, bytes, sha256, modified_at, passages, created_at, updated_at)
       VALUES (?, 's', ?, ?, 'markdown', 3000, ?, 1, ${passagesEach}, 1, 1)`,
    )
    const text = sqlite.prepare('INSERT INTO document_texts (document_id, text) VALUES (?, ?)')
    const passage = sqlite.prepare(
      `INSERT INTO passages (id, document_id, position, start_line, end_line, start_offset, end_offset, text, context_words, text_hash)
       VALUES (?, ?, ?, 1, 1, ?, ?, ?, '', '')`,
    )
    for (let n = 0; n < documents; n += 1) {
      const id = `d${String(n).padStart(6, '0')}`
      document.run(id, `/nowhere/${n}.md`, `Paper ${n}`, `hash ${n}`)
      text.run(id, words.repeat(passagesEach))
      for (let p = 0; p < passagesEach; p += 1) {
        const start = p * words.length
        passage.run(`${id}-${p}`, id, p, start, start + words.length, words)
      }
    }
    const conversation = sqlite.prepare(
      'INSERT INTO conversations (id, title, created_at, updated_at) VALUES (?, ?, 1, 1)',
    )
    const message = sqlite.prepare(
      `INSERT INTO messages (id, conversation_id, parent_id, role, text, state, details, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)`,
    )
    const details = JSON.stringify({
      citations: [{ n: 1, quote: words.slice(0, 90), passage: { title: 'Paper', text: words } }],
    })
    for (let n = 0; n < conversations; n += 1) {
      const id = `c${String(n).padStart(6, '0')}`
      conversation.run(id, `Question ${n}`)
      message.run(`${id}-1`, id, null, 'question', `What of paper ${n}?`, null, null, 1)
      message.run(`${id}-2`, id, `${id}-1`, 'answer', words.slice(0, 600), 'done', details, 2)
    }
  })()
  database.close()
  return folder
}

/** Most memory a process ever had, where the system tells (Linux), in MB. */
function peakOf(pid: number | null): number {
  try {
    const [, kilobytes = ''] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kilobytes) / 1_000
  } catch {
    return Number.NaN
  }
}

/** The most that the thread of this process works between two turns of its loop, in milliseconds of the processor. */
function watchLoop(): () => number {
  let most = 0
  let before = spent()
  const turns = setInterval(() => {
    const now = spent()
    most = Math.max(most, now - before)
    before = now
  }, 5)
  return () => {
    clearInterval(turns)
    return most
  }
}

function spent(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}
