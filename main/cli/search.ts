import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { placeInWords } from '#contract/place-words'
import { FindInput, type Found, type FoundPassage } from '#contract/search.contract'
import type { Client } from '../app/client.ts'
import { type Context, WrongUse } from './context.ts'
import { count } from './words.ts'

const Options = FindInput.pick({ limit: true, mode: true, by: true }).extend({ batch: z.string().optional() })
const BatchLine = z.object({ id: z.union([z.string(), z.number()]), query: z.string() })

/** `alcove search`: passages for one query, or for every line of a file. */
export async function search(context: Context, args: readonly string[], given: Readonly<Record<string, unknown>>) {
  const { batch, ...options } = Options.parse(given)
  const query = args.join(' ')
  if (batch !== undefined && args.length > 0) throw new WrongUse('give either a query or --batch, not both')
  if (batch === undefined && query.trim() === '') throw new WrongUse('there is nothing to look for')
  return context.withLibrary(async ({ client }) => {
    if (batch !== undefined) return searchBatch(client, resolve(context.from, batch), options, context)
    const found = await client.search.find({ query, ...options }, { signal: context.signal })
    for (const line of remarks(query, found)) process.stderr.write(`${line}\n`)
    if (context.json) context.printJson(toJson(found))
    else print(found, context)
    return 0
  })
}

/** What of the query was left out, pointed at, and how it may have been meant. */
function remarks(query: string, { problems, didYouMean }: Found): string[] {
  return [
    ...problems.flatMap(({ start, end, message }) => [
      query,
      `${' '.repeat(start)}${'^'.repeat(Math.max(1, end - start))} ${message}`,
    ]),
    ...(didYouMean === null ? [] : [`Did you mean: ${didYouMean}`]),
  ]
}

type FindOptions = Pick<z.infer<typeof FindInput>, 'limit' | 'mode' | 'by'>

async function searchBatch(client: Client, file: string, options: FindOptions, context: Context): Promise<number> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
  let number = 0
  for await (const line of lines) {
    number += 1
    if (line.trim() === '') continue
    const { id, query } = readLine(line, file, number)
    const found = await client.search.find({ query, ...options }, { signal: context.signal })
    context.printJson({ id, ...toJson(found) })
  }
  return 0
}

function readLine(line: string, file: string, number: number) {
  try {
    return BatchLine.parse(JSON.parse(line))
  } catch (error) {
    const cause = error instanceof Error ? error : undefined
    throw new WrongUse(`line ${number} of ${file} is not {"id","query"}`, { cause })
  }
}

function toJson({ passages, milliseconds }: Found) {
  return { results: passages.map(toResult), milliseconds }
}

function toResult(passage: FoundPassage) {
  const { id, documentId, path, title, page, heading, startLine, endLine, place = null, text, score } = passage
  return { passageId: id, documentId, path, title, page, heading, startLine, endLine, place, text, score }
}

function print({ passages, milliseconds, searched }: Found, { print }: Context) {
  passages.forEach((passage, index) => {
    print(`${String(index + 1).padStart(2)}. ${passage.title}${place(passage)}`)
    print(`    ${excerpt(passage)}`)
    print(`    ${passage.path}`)
  })
  const found = passages.length === 0 ? 'Nothing found' : count(passages.length, 'passage')
  print(`${found} in ${count(searched.documents, 'document')}, ${Math.round(milliseconds)} ms`)
}

function place(passage: FoundPassage): string {
  const { type, page, heading, startLine } = passage
  if (page !== null && type !== 'slides') return `, page ${page}`
  const words = placeInWords(passage)
  if (words !== null) return `, ${words}`
  return heading ? ` › ${heading}` : `, line ${startLine}`
}

/** About two lines around the first word that matched, the matching words bold on a terminal. */
function excerpt({ text, marks }: FoundPassage): string {
  const first = marks[0]?.start ?? 0
  const start = Math.max(0, first - 60)
  const end = Math.min(text.length, start + 220)
  let shown = ''
  let at = start
  for (const mark of marks.filter((mark) => mark.start >= start && mark.end <= end)) {
    shown += text.slice(at, mark.start) + bold(text.slice(mark.start, mark.end))
    at = mark.end
  }
  shown += text.slice(at, end)
  return `${start > 0 ? '…' : ''}${shown.replace(/\s+/g, ' ')}${end < text.length ? '…' : ''}`
}

function bold(text: string): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? `\x1b[1m${text}\x1b[22m` : text
}
