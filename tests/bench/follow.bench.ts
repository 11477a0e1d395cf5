import { existsSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { v7 as uuid } from 'uuid'
import { migrateDatabase, openDatabase } from '#database/database'
import { type AlcoveService, startAlcove } from './alcove-service.ts'
import { type Bench, type BenchOptions, percentile, readable, table } from './bench-kit.ts'
import { textsOf } from './bench-texts.ts'
import { paperFormats, writePapers } from './paper-files.ts'
import { paperMaker } from './papers.ts'

/** How soon a saved file is found, and what looking through a large folder costs when nothing changed. */
export const followBench: Bench = { name: 'follow', title: 'Following folders', run }

const saves = 40
const unchangedFiles = 100_000
const scans = 3
const cache = fileURLToPath(new URL('../../.cache/bench', import.meta.url))

async function run(options: BenchOptions): Promise<string> {
  process.stderr.write('  from saving to finding …\n')
  const found = await fromSavingToFinding(options)
  process.stderr.write(`  ${unchangedFiles} unchanged files …\n`)
  return `${found}\n\n${await scanOfUnchanged()}`
}

/** One file after the other is written into a watched folder and searched for until it is found. */
async function fromSavingToFinding({ sets }: BenchOptions): Promise<string> {
  const { texts } = await textsOf(sets)
  const paper = paperMaker(texts, { least: 2, spread: 3 })
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'alcove-bench-')))
  const papers = join(folder, 'papers')
  const [markdown] = paperFormats.filter(({ extension }) => extension === 'md')
  if (!markdown) throw new Error('There is no Markdown')
  await writePapers(
    papers,
    markdown,
    Array.from({ length: 100 }, (_, index) => paper(index)),
  )
  const alcove = await startAlcove(join(folder, 'data'))
  const times: { readonly words: number; readonly meaning: number }[] = []
  try {
    const { batchId } = await alcove.client.library.add({ paths: [papers], watch: true })
    for await (const event of await alcove.client.library.follow({ batchId })) if (event.finished) break
    for (let index = 0; index < saves; index += 1) times.push(await saveAndFind(alcove, papers, index))
  } finally {
    await alcove.stop()
    await rm(folder, { recursive: true, force: true })
  }
  const row = (name: string, values: readonly number[]) => [
    name,
    ...[0.5, 0.95, 1].map((share) => `${readable(percentile(values, share))} ms`),
  ]
  return `${saves} files saved, one after the other, until each is found:\n\n${table(
    ['found', 'p50', 'p95', 'slowest'],
    [
      row(
        'by words',
        times.map(({ words }) => words),
      ),
      row(
        'by meaning',
        times.map(({ meaning }) => meaning),
      ),
    ],
  )}`
}

async function saveAndFind({ client }: AlcoveService, folder: string, index: number) {
  const path = join(folder, `saved-${index}.md`)
  const word = `quillfeather${String.fromCharCode(97 + (index % 26))}${index}`
  await writeFile(path, `# On ${word}\n\nThe ${word} was seen over the harbour on the day the ferry stood still.\n`)
  const begun = performance.now()
  const until = async (mode: 'words' | 'meaning') => {
    for (;;) {
      const { passages } = await client.search.find({ query: `the ${word} over the harbour`, mode, limit: 50 })
      if (passages.some((passage) => passage.path === path)) return performance.now() - begun
      await sleep(20)
    }
  }
  return { words: await until('words'), meaning: await until('meaning') }
}

/** The rows are written as the library process would have; the scan is the product's, each time of the whole folder. */
async function scanOfUnchanged(): Promise<string> {
  const { data, papers } = await largeFolder()
  const alcove = await startAlcove(data)
  try {
    const seconds: number[] = []
    for (let round = 0; round < scans; round += 1) {
      const begun = performance.now()
      const { queued } = await alcove.client.library.rescan({})
      if (queued > 0) throw new Error(`${queued} unchanged files were queued`)
      seconds.push((performance.now() - begun) / 1_000)
    }
    return `${unchangedFiles.toLocaleString('en-US')} unchanged files in ${papers} folders:\n\n${table(
      ['scan', 'seconds', 'files/s'],
      seconds.map((took, index) => [`${index + 1}`, readable(took), readable(unchangedFiles / took)]),
    )}`
  } finally {
    await alcove.stop()
  }
}

async function largeFolder(): Promise<{ readonly data: string; readonly papers: number }> {
  const folder = join(cache, `unchanged-${unchangedFiles}`)
  const papers = join(folder, 'papers')
  const perFolder = 200
  const folders = unchangedFiles / perFolder
  if (!existsSync(join(folder, 'made'))) {
    await rm(folder, { recursive: true, force: true })
    for (let at = 0; at < folders; at += 1) {
      await mkdir(join(papers, `${at % 10}`, `${at}`), { recursive: true })
      await Promise.all(
        Array.from({ length: perFolder }, (_, index) =>
          writeFile(join(papers, `${at % 10}`, `${at}`, `note-${index}.md`), `# Note ${at} ${index}\n`),
        ),
      )
    }
    await writeFile(join(folder, 'made'), '')
  }
  const data = join(folder, 'data')
  await rm(data, { recursive: true, force: true })
  await fill(data, papers, { folders, perFolder })
  return { data, papers: folders }
}

async function fill(data: string, papers: string, { folders, perFolder }: { folders: number; perFolder: number }) {
  const database = openDatabase(join(data, 'alcove.sqlite'))
  await migrateDatabase(database, { backupFolder: join(data, 'backups') })
  const { sqlite } = database
  const source = uuid()
  sqlite
    .prepare(
      "INSERT INTO sources (id, kind, title, path, watched, created_at, updated_at) VALUES (?, 'folder', 'papers', ?, 0, 1, 1)",
    )
    .run(source, papers)
  const insert = sqlite.prepare(`
    INSERT INTO documents (id, source_id, path, title, type, bytes, sha256, modified_at, passages, embedded_at, created_at, updated_at)
    VALUES (?, ?, ?, 'Note', 'markdown', ?, ?, ?, 0, 1, 1, 1)`)
  for (let at = 0; at < folders; at += 1) {
    sqlite
      .transaction(() => {
        for (let index = 0; index < perFolder; index += 1) {
          const path = join(papers, `${at % 10}`, `${at}`, `note-${index}.md`)
          const { size, mtimeMs } = statSync(path)
          insert.run(uuid(), source, path, size, `${at}-${index}`, Math.trunc(mtimeMs))
        }
      })
      .immediate()
  }
  database.close()
}
