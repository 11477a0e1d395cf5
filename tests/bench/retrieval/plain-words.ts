import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { ndcgAt10 } from './measures.ts'
import type { EvaluationSet, Question } from './sets.ts'

/** nDCG@10 of each question with FTS5 alone: a row per file, the stemmer it brings, the words of the question joined by OR. */
export async function askPlainWords(set: EvaluationSet, questions: readonly Question[]): Promise<number[]> {
  const place = await realpath(await mkdtemp(join(tmpdir(), 'alcove-fts5-')))
  const sqlite = new Sqlite(':memory:')
  try {
    await set.write(join(place, 'documents'))
    sqlite.exec(`CREATE VIRTUAL TABLE files USING fts5(path UNINDEXED, text, tokenize = 'porter unicode61')`)
    const insert = sqlite.prepare('INSERT INTO files (path, text) VALUES (?, ?)')
    const entries = await readdir(join(place, 'documents'), { recursive: true, withFileTypes: true })
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name)
      insert.run(path, await readFile(path, 'utf8'))
    }
    const best = sqlite
      .prepare<[string], string>('SELECT path FROM files WHERE files MATCH ? ORDER BY bm25(files) LIMIT 10')
      .pluck()
    return questions.map(({ query, relevant }) => {
      const words = query.match(/[\p{L}\p{N}]+/gu) ?? []
      const found = words.length === 0 ? [] : best.all(words.map((word) => `"${word}"`).join(' OR '))
      return ndcgAt10(
        found.map((path) => set.idOf(path)),
        relevant,
      )
    })
  } finally {
    sqlite.close()
    await rm(place, { recursive: true, force: true })
  }
}
