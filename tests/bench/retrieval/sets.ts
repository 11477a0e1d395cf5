import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const DocumentLine = z.object({ id: z.string(), title: z.string(), text: z.string() })
const Question = z.object({
  id: z.string(),
  query: z.string(),
  relevant: z.record(z.string(), z.number()),
  /** Words that an answer has; empty where nothing answers. */
  answers: z.array(z.string()).default([]),
  /** What makes the question hard, where a set says so; `none` has no answer. */
  kind: z.string().optional(),
})
export type Question = z.infer<typeof Question>

export interface EvaluationSet {
  readonly name: string
  readonly questions: readonly Question[]
  /** Writes the documents as files. */
  readonly write: (into: string) => Promise<void>
  /** The id of the document in a file that was written. */
  readonly idOf: (path: string) => string
}

const project = fileURLToPath(new URL('../../..', import.meta.url))
/** The set that comes with the project: its sample library and its documentation. */
export const ownSet = fileURLToPath(new URL('./own', import.meta.url))
const ownParts = [
  ['resources/sample-library', 'sample-library'],
  ['docs', 'docs'],
  ['README.md', 'README.md'],
  ['CONTRIBUTING.md', 'CONTRIBUTING.md'],
] as const

/** Reads a set: a folder with `documents.jsonl` and `queries.jsonl`, or the one of the project with `questions.jsonl`. */
export async function readSet(folder: string): Promise<EvaluationSet> {
  return folder === ownSet ? readOwn() : readLines(folder)
}

async function readLines(folder: string): Promise<EvaluationSet> {
  const documents = (await linesOf(join(folder, 'documents.jsonl'))).map((line) => DocumentLine.parse(line))
  const questions = (await linesOf(join(folder, 'queries.jsonl'))).map((line) => Question.parse(line))
  return {
    name: basename(folder),
    questions,
    // One file per document: title, empty line, text. The number in its name leads back to the id.
    write: async (into) => {
      await mkdir(into, { recursive: true })
      for (const [index, { title, text }] of documents.entries())
        await writeFile(join(into, `${index}.txt`), text.startsWith(title) ? text : `${title}\n\n${text}`)
    },
    idOf: (path) => documents[Number.parseInt(basename(path), 10)]?.id ?? '',
  }
}

async function readOwn(): Promise<EvaluationSet> {
  const questions = (await linesOf(join(ownSet, 'questions.jsonl'))).map((line) => Question.parse(line))
  let root = ''
  return {
    name: 'own',
    questions,
    write: async (into) => {
      root = into
      await mkdir(into, { recursive: true })
      for (const [from, to] of ownParts) await cp(join(project, from), join(into, to), { recursive: true })
    },
    idOf: (path) => relative(root, path).replaceAll('\\', '/'),
  }
}

async function linesOf(path: string): Promise<unknown[]> {
  const text = await readFile(path, 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}
