import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { type AlcoveService, startAlcove } from './alcove-service.ts'
import { type Bench, percentile, table } from './bench-kit.ts'
import { mean, ndcgAt10, recallAt10 } from './retrieval-quality.ts'

const DocumentLine = z.object({ id: z.string(), title: z.string(), text: z.string() })
const Question = z.object({
  id: z.string(),
  query: z.string(),
  relevant: z.record(z.string(), z.number()),
  answers: z.array(z.string()).optional(),
})
type Question = z.infer<typeof Question>

const modes = ['words', 'meaning', 'fused'] as const

/** How good answers to real questions are, through the whole program: files on disk, its ingest, its search. */
export const retrievalBench: Bench = {
  name: 'retrieval',
  title: 'Retrieval quality',
  async run({ sets }) {
    if (sets.length === 0) return 'No set was given: `--set DIR` takes a folder with documents.jsonl and queries.jsonl.'
    const rows: Row[] = []
    for (const folder of sets) rows.push(...(await measure(folder)))
    const head = ['set', 'documents', 'questions', 'mode', 'nDCG@10', 'recall@10', 'something relevant', 'p95']
    const cells = rows.map((row) => [
      row.set,
      row.documents,
      row.questions,
      row.mode,
      row.ndcg.toFixed(4),
      row.recall.toFixed(4),
      row.relevant.toFixed(3),
      `${row.p95.toFixed(1)} ms`,
    ])
    return `${table(head, cells)}\n\n\`\`\`json\n${rows.map((row) => JSON.stringify(row)).join('\n')}\n\`\`\``
  },
}

interface Row {
  readonly set: string
  readonly documents: number
  readonly questions: number
  readonly mode: (typeof modes)[number]
  readonly ndcg: number
  readonly recall: number
  /** The share of questions for which at least one passage was called relevant. */
  readonly relevant: number
  /** Milliseconds, as the search process counts them. */
  readonly p95: number
}

async function measure(folder: string): Promise<Row[]> {
  const place = await mkdtemp(join(tmpdir(), 'alcove-retrieval-'))
  const documents = await writeFiles(folder, join(place, 'documents'))
  const questions = (await linesOf(join(folder, 'queries.jsonl'))).map((line) => Question.parse(line))
  const alcove = await startAlcove(join(place, 'data'))
  try {
    const { batchId } = await alcove.client.library.add({ paths: [join(place, 'documents')], watch: false })
    for await (const _ of await alcove.client.library.follow({ batchId })) continue
    const rows: Row[] = []
    for (const mode of modes) rows.push(await ask({ alcove, questions, mode, set: basename(folder), documents }))
    return rows
  } finally {
    await alcove.stop()
    await rm(place, { recursive: true, force: true })
  }
}

/** One file per document: title, empty line, text. The number in its name leads back to the id. */
async function writeFiles(folder: string, into: string): Promise<readonly string[]> {
  await mkdir(into, { recursive: true })
  const documents = (await linesOf(join(folder, 'documents.jsonl'))).map((line) => DocumentLine.parse(line))
  for (const [index, { title, text }] of documents.entries()) {
    await writeFile(join(into, `${index}.txt`), text.startsWith(title) ? text : `${title}\n\n${text}`)
  }
  return documents.map(({ id }) => id)
}

interface Asking {
  readonly alcove: AlcoveService
  readonly questions: readonly Question[]
  readonly mode: (typeof modes)[number]
  readonly set: string
  readonly documents: readonly string[]
}

async function ask({ alcove, questions, mode, set, documents }: Asking): Promise<Row> {
  const answers: { ndcg: number; recall: number; relevant: boolean; milliseconds: number }[] = []
  for (const { query, relevant } of questions) {
    const found = await alcove.client.search.find({ query, mode, limit: 10, by: 'document' })
    if (found.mode !== mode) throw new Error(`Searched by ${found.mode} where ${mode} was asked for`)
    const ids = found.passages.map(({ path }) => documents[Number.parseInt(basename(path), 10)] ?? '')
    answers.push({
      ndcg: ndcgAt10(ids, relevant),
      recall: recallAt10(ids, relevant),
      relevant: found.passages.some((passage) => passage.relevant),
      milliseconds: found.milliseconds,
    })
  }
  return {
    set,
    documents: documents.length,
    questions: questions.length,
    mode,
    ndcg: mean(answers.map(({ ndcg }) => ndcg)),
    recall: mean(answers.map(({ recall }) => recall)),
    relevant: mean(answers.map(({ relevant }) => (relevant ? 1 : 0))),
    p95: percentile(
      answers.map(({ milliseconds }) => milliseconds),
      0.95,
    ),
  }
}

async function linesOf(path: string): Promise<unknown[]> {
  const text = await readFile(path, 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}
