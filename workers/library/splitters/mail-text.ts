import type { Block, Heading, ParsedDocument } from '../parsers/parser.ts'

/** What of a message is read: lines about it, what was written, and what came with it. */
export interface MailContent {
  readonly from: string
  readonly to: string
  readonly cc: string
  /** As the message says it. */
  readonly date: string
  readonly subject: string
  /** With `\n` as its only line end. */
  readonly body: string
  /** Of a body that was HTML; null for plain text, which is cut where quoted text begins and ends. */
  readonly blocks: readonly Block[] | null
  /** One line each. */
  readonly attachments: readonly string[]
}

/** The text form of a message: who, to whom, when, about what; then the body; then a line for each attachment. */
export function mailText(content: MailContent): Pick<ParsedDocument, 'text' | 'blocks'> {
  const { from, to, cc, date, subject, attachments } = content
  const lines = [`From: ${from}`, `To: ${to}`, `Cc: ${cc}`, `Date: ${date}`, `Subject: ${subject}`]
  const head = lines.filter((line) => !line.endsWith(': ')).join('\n')
  const blocks: Block[] = [{ start: 0, end: head.length, headings: noHeadings, page: null, kind: 'lines' }]
  let text = head
  const body = content.blocks ? content.body : plainBody(content.body)
  if (body.trim() !== '') {
    const start = text.length + 2
    blocks.push(...(content.blocks ?? plainBlocks(body)).map((block) => moved(block, start)))
    text += `\n\n${body}`
  }
  if (attachments.length > 0) {
    const list = `Attachments:\n${attachments.map((line) => `- ${line}`).join('\n')}`
    const start = text.length + 2
    text += `\n\n${list}`
    blocks.push({ start, end: text.length, headings: noHeadings, page: null, kind: 'lines' })
  }
  return { text, blocks }
}

const noHeadings: readonly Heading[] = []
const movedHeadings = new WeakMap<readonly Heading[], readonly Heading[]>()

function moved(block: Block, by: number): Block {
  let headings = block.headings.length === 0 ? noHeadings : movedHeadings.get(block.headings)
  if (!headings) {
    headings = block.headings.map((heading) => ({ ...heading, start: heading.start + by }))
    // Blocks of one section share the array itself.
    movedHeadings.set(block.headings, headings)
  }
  return { ...block, start: block.start + by, end: block.end + by, headings }
}

/** Without an empty line before it, what announces a signature makes the line above a heading in Markdown. */
function plainBody(body: string): string {
  return body
    .replace(/(?<!\n)\n+(--[ \t]*\n)/g, '\n\n$1')
    .replace(/^\n+/, '')
    .trimEnd()
}

interface Line {
  readonly text: string
  readonly start: number
}

/** New text and quoted text in turn; who is quoted, where a line says so, stands above the quotation as its heading. */
function plainBlocks(body: string): Block[] {
  const blocks: Block[] = []
  let said: readonly Line[] = []
  let run: Line[] = []
  let isQuoted = false
  let isOriginal = false
  let start = 0
  for (const text of body.split('\n')) {
    isOriginal ||= original.test(text)
    const quoted = isOriginal || /^ {0,3}>/.test(text)
    // An empty line belongs to what it follows.
    if (quoted !== isQuoted && text.trim() !== '') {
      const next = quoted ? attribution(run) : []
      close(run.slice(0, run.length - next.length))
      said = next
      run = []
      isQuoted = quoted
    }
    run.push({ text, start })
    start += text.length + 1
  }
  close(run)
  return blocks

  function close(lines: readonly Line[]): void {
    const filled = lines.filter(({ text }) => text.trim() !== '')
    const [first, last] = [filled[0], filled.at(-1)]
    if (!first || !last) return
    const end = last.start + last.text.length
    const headings = isQuoted ? [quotedHeading(said, first)] : noHeadings
    blocks.push({ start: first.start, end, headings, page: null, kind: 'prose' })
  }
}

function quotedHeading(said: readonly Line[], first: Line): Heading {
  const words = said
    .map(({ text }) => text.trim())
    .join(' ')
    .trim()
  return { text: words || 'Quoted', start: said.find(({ text }) => text.trim() !== '')?.start ?? first.start }
}

/** “On Tuesday Ada wrote:”, which mail programs break into two lines. */
function attribution(run: readonly Line[]): Line[] {
  const filled = run.findLastIndex(({ text }) => text.trim() !== '')
  const last = run[filled]
  if (!last || !/:\s*$/.test(last.text) || last.text.length > 300) return []
  const before = run[filled - 1]
  const isBroken = before !== undefined && before.text.trim() !== '' && !/\d/.test(last.text)
  return run.slice(isBroken ? filled - 1 : filled)
}

/** What Outlook and others put above the message that is answered or passed on; all below it is that message. */
const original =
  /^\s*-{3,}\s*(?:original|forwarded|begin forwarded|ursprüngliche|weitergeleitete|message d.origine|message transf|mensaje)[^-]*-{3,}\s*$/i
