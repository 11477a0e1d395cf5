import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'
import { ok } from '#contract/result'
import { refuse } from '../failure.ts'
import { kindOf, parseMarkdown, plainText, rangeOf } from './markdown.parser.ts'
import type { Parser, SniffedFile } from './parser.ts'
import { createTextWriter, type TextWriter } from './text-writer.ts'

/** Jupyter notebooks: explanations under their headings, code, and what it printed; each passage knows its cells. */
export const notebookParser: Parser = {
  type: 'notebook',
  accepts: (file) => notebookIn(file) !== null,
  async parse(file, limits) {
    const notebook = notebookIn(file)
    if (!notebook) return refuse('FILE_DAMAGED', 'No notebook')
    const writer = createTextWriter(limits.textCharacters)
    notebook.cells.forEach((cell, index) => {
      writer.placed({ kind: 'notebook', first: index + 1, last: index + 1 }, () => writeCell(cell, writer))
    })
    const { text, blocks, places, firstHeading } = writer.end()
    return ok({ title: notebook.title ?? firstHeading, text, pages: null, codeLanguage: null, blocks, places })
  },
}

// Texts are written whole or line by line.
const Lines = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))]).catch('')

const Output = z.object({
  output_type: z.string().catch(''),
  text: Lines.optional(),
  data: z.record(z.string(), z.unknown()).optional().catch(undefined),
  traceback: z.array(z.string()).optional().catch(undefined),
})

const Cell = z.object({
  cell_type: z.string(),
  source: Lines.optional(),
  /** Code, before version 4. */
  input: Lines.optional(),
  /** Of heading cells, before version 4. */
  level: z.number().int().min(1).max(6).optional().catch(undefined),
  outputs: z.array(Output).optional().catch(undefined),
})
type Cell = z.infer<typeof Cell>

const Notebook = z.object({
  nbformat: z.number(),
  cells: z.array(Cell).optional(),
  worksheets: z.array(z.object({ cells: z.array(Cell) })).optional(),
  metadata: z
    .object({ title: z.string().optional().catch(undefined), name: z.unknown() })
    .optional()
    .catch(undefined),
})

interface OpenNotebook {
  readonly title: string | null
  readonly cells: readonly Cell[]
}

/** Null for JSON of any other kind, and for what is no JSON. */
function notebookIn({ text, format }: SniffedFile): OpenNotebook | null {
  // A quick look first: most files need not be read to be told apart.
  if (text === null || (format !== null && format.type !== 'notebook' && format.type !== 'json')) return null
  if (!/^\s*\{/.test(text) || !text.includes('"nbformat"') || !text.includes('"cells"')) return null
  const notebook = Notebook.safeParse(jsonOf(text)).data
  const cells = notebook?.cells ?? notebook?.worksheets?.flatMap((sheet) => sheet.cells)
  return notebook && cells ? { title: notebook.metadata?.title ?? null, cells } : null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The parser for JSON says what is wrong with it.
    return null
  }
}

function writeCell(cell: Cell, writer: TextWriter): void {
  const source = withoutData(cell.source ?? cell.input ?? '')
  if (cell.cell_type === 'heading') writer.heading({ text: source.trim(), level: cell.level ?? 1 })
  else if (cell.cell_type === 'markdown') writeMarkdown(source, writer)
  else {
    writer.paragraph(source, 'lines')
    for (const output of cell.outputs ?? []) writer.paragraph(textOf(output), 'lines')
  }
}

function writeMarkdown(source: string, writer: TextWriter): void {
  for (const node of parseMarkdown(source).children) {
    const [start, end] = rangeOf(node)
    const line = source.slice(start, end)
    if (node.type === 'heading') writer.heading({ text: plainText(node), level: node.depth, line })
    else if (node.type !== 'thematicBreak') writer.paragraph(line, kindOf(node))
  }
}

/** What an output says in plain text: what was printed, a result, or an error with its trace. */
function textOf({ text, data, traceback }: z.infer<typeof Output>): string {
  const plain = Lines.parse(data?.['text/plain'] ?? data?.['text/markdown'] ?? '')
  const said = traceback ? traceback.join('\n') : (text ?? plain)
  const lines = stripVTControlCharacters(said)
    .split('\n')
    // A bar of progress writes over itself; only what stood there last counts.
    .map((line) => line.trimEnd().split('\r').at(-1) ?? '')
  return shortened(withoutData(lines.join('\n')))
}

const outputHead = 3_000
const outputTail = 1_000

/** Output can be endless; its beginning and its end say the most. */
function shortened(text: string): string {
  if (text.length <= outputHead + outputTail) return text
  return `${text.slice(0, outputHead)}\n…\n${text.slice(-outputTail)}`.toWellFormed()
}

/** Pictures may stand in the text itself; nobody looks for their bytes. */
function withoutData(text: string): string {
  return text.includes(';base64,') ? text.replace(/(data:[\w/+.-]{1,100};base64,)[A-Za-z0-9+/=\s]{100,}/g, '$1…') : text
}
