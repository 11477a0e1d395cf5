import type { Block, Heading, ParsedDocument, PlacedRange } from '../parsers/parser.ts'
import type { Chat, ChatMessage } from './chat.ts'
import { chatLines } from './chat-lines.ts'

/** A conversation as a document in Markdown: what was seen last in order, then what differs in each other branch; null when nothing was said. */
export function chatDocument(chat: Chat): ParsedDocument | null {
  const writer = createWriter()
  const numbers = new Map<string, number>()
  let opening = ''
  for (const { from, messages } of chatLines(chat)) {
    const said = messages.filter(({ text }) => text.trim() !== '')
    const first = said[0]
    if (!first) continue
    opening ||= firstWords(first.text)
    // The first line is the conversation; the others part from a message in it, or from one in another branch.
    if (numbers.size > 0) writer.branch(branchHeading(from, numbers))
    for (const message of said) {
      numbers.set(message.id, numbers.size + 1)
      writer.message(message)
    }
  }
  if (numbers.size === 0) return null
  const title = chat.title.replace(/\s+/g, ' ').trim() || opening
  const { text, blocks, places } = writer
  return {
    title,
    text: text(),
    pages: null,
    codeLanguage: null,
    blocks,
    places,
    author: null,
    writtenAt: chat.updatedAt ?? chat.createdAt,
  }
}

function branchHeading(from: readonly ChatMessage[], numbers: ReadonlyMap<string, number>): string {
  const shared = from.find(({ id }) => numbers.has(id))
  if (!shared) return 'Other branch from the beginning'
  return `Other branch from ${numbers.get(shared.id)}. ${firstWords(shared.text)}`
}

function firstWords(text: string): string {
  const [paragraph = ''] = text.trimStart().slice(0, 500).split('\n\n', 1)
  const words = paragraph.replace(/[\s>#`*_[\]]+/g, ' ').trim()
  return words.length > 60 ? `${words.slice(0, 60).toWellFormed().trimEnd()}…` : words
}

function createWriter() {
  const pieces: string[] = []
  const blocks: Block[] = []
  const places: PlacedRange[] = []
  let length = 0
  // Headings without words hold what belongs together: a conversation or branch, a question with its answers.
  const whole: Heading = { text: '', start: 0 }
  let branchAbove: Heading | null = null
  let exchange: Heading | null = null

  return { branch, message, blocks, places, text: () => pieces.join('') }

  function branch(heading: string): void {
    branchAbove = { text: heading, start: add(`# ${heading}`) }
    exchange = null
  }

  function message({ id, speaker, at, text }: ChatMessage): void {
    const start = add(`## ${speaker || 'Message'}${at === null ? '' : `, ${momentOf(at)}`}`)
    if (speaker === 'You' || exchange === null) exchange = { text: '', start }
    const headings: readonly Heading[] = [branchAbove ?? whole, exchange, { text: speaker || 'Message', start }]
    const body = text.replace(/\r\n?/g, '\n').replace(/^\n+/, '').trimEnd()
    const from = add(body)
    for (const { start, end, kind } of fencedRanges(body)) {
      blocks.push({ start: from + start, end: from + end, headings, page: null, kind })
    }
    places.push({ start, end: length, place: { kind: 'messages', first: id, last: id } })
  }

  function add(text: string): number {
    const gap = length === 0 ? '' : '\n\n'
    const start = length + gap.length
    pieces.push(gap, text)
    length = start + text.length
    return start
  }
}

/** In the time of the export, which is that of nobody's place. */
function momentOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Code between its fences is cut at line ends, all else between sentences. */
function fencedRanges(text: string): { readonly start: number; readonly end: number; readonly kind: Block['kind'] }[] {
  const ranges: { start: number; end: number; kind: Block['kind'] }[] = []
  let fence = ''
  let start = 0
  let at = 0
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
    const after = at + line.length + 1
    if (fence === '' && mark !== '') {
      close(at, 'prose')
      fence = mark
    } else if (fence !== '' && mark.startsWith(fence)) {
      close(after, 'lines')
      fence = ''
    }
    at = after
  }
  close(text.length, fence === '' ? 'prose' : 'lines')
  return ranges

  function close(end: number, kind: Block['kind']): void {
    const to = Math.min(end, text.length)
    if (to > start && text.slice(start, to).trim() !== '') ranges.push({ start, end: to, kind })
    start = to
  }
}
