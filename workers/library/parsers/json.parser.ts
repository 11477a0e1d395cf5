import { ok } from '#contract/result'
import { refuse } from '../failure.ts'
import type { Block, Heading, Parser } from './parser.ts'

/** JSON, also one value per line. Each value stands on a line of its own after its path, so that it can be read and found. */
export const jsonParser: Parser = {
  type: 'json',
  // What is called a notebook and is none is still JSON.
  accepts: ({ text, format }) => text !== null && (format?.type === 'json' || format?.type === 'notebook'),
  async parse({ text, extension }) {
    const whole = (text ?? '').trim()
    const perLine = extension === 'jsonl' || extension === 'ndjson'
    const value = perLine ? valuesPerLine(whole) : (parseJson(whole) ?? valuesPerLine(whole))
    if (value === undefined) return refuse('FILE_DAMAGED', 'Not valid JSON')
    const { text: readable, blocks } = write(value.json)
    return ok({ title: titleOf(value.json), text: readable, pages: null, codeLanguage: null, blocks })
  },
}

interface Parsed {
  readonly json: unknown
}

/** Comments and trailing commas, which many tools write, are forgiven. */
function parseJson(text: string): Parsed | undefined {
  for (const candidate of [
    text,
    text.replace(notStrict, '$1'),
    text.replace(notStrict, '$1').replace(trailing, '$1$2'),
  ]) {
    try {
      return { json: JSON.parse(candidate) }
    } catch {
      // Tried as the next candidate; the caller refuses when none is left.
    }
  }
  return undefined
}

const notStrict = /("(?:[^"\\\n]|\\.)*"?)|\/\/[^\n]*|\/\*(?:[^]*?\*\/|[^]*)/g
const trailing = /("(?:[^"\\\n]|\\.)*"?)|,(\s*[}\]])/g

function valuesPerLine(text: string): Parsed | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const values = lines.map((line) => parseJson(line))
  // A log that was cut off has a broken last line; a file without a single good line is none of these.
  if (lines.length < 2 || !values.some((value) => value !== undefined)) return undefined
  const broken = values.filter((value) => value === undefined).length
  return broken > Math.max(1, lines.length / 10)
    ? undefined
    : { json: values.map((value, i) => value?.json ?? lines[i]) }
}

function titleOf(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null
  const { title } = json as { readonly title?: unknown }
  return typeof title === 'string' ? title : null
}

interface Todo {
  readonly path: string
  readonly value: unknown
  readonly depth: number
}

const deepest = 200

/** With a stack of its own, so that deep nesting cannot exhaust the call stack. Each outermost entry is a section. */
function write(json: unknown): { readonly text: string; readonly blocks: readonly Block[] } {
  const lines: string[] = []
  const blocks: Block[] = []
  let length = 0
  for (const entry of childrenOf({ path: '', value: json, depth: 0 })) {
    const start = length
    const todo: Todo[] = [entry]
    for (let next = todo.pop(); next; next = todo.pop()) {
      const children = next.depth < deepest ? childrenOf(next) : []
      if (children.length > 0) todo.push(...children.toReversed())
      else add(next)
    }
    if (length > start) blocks.push({ start, end: length, headings: noHeadings, page: null, kind: 'lines' })
    lines.push('')
    length += 1
  }
  return { text: lines.join('\n').trimEnd(), blocks }

  function add({ path, value }: Todo): void {
    if (value === null || value === '' || (typeof value === 'object' && value !== null)) return
    const line = (path === '' ? String(value) : `${path}: ${String(value)}`).replace(/\s+/g, ' ')
    lines.push(line)
    length += line.length + 1
  }
}

const noHeadings: readonly Heading[] = []

function childrenOf({ path, value, depth }: Todo): Todo[] {
  if (Array.isArray(value)) return value.map((item, i) => ({ path: `${path}[${i}]`, value: item, depth: depth + 1 }))
  if (typeof value !== 'object' || value === null) return depth === 0 ? [{ path, value, depth: 1 }] : []
  const prefix = path === '' ? '' : `${path}.`
  return Object.entries(value).map(([key, item]) => ({ path: `${prefix}${key}`, value: item, depth: depth + 1 }))
}
