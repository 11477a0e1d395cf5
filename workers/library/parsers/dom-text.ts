import type { Block, Heading } from './parser.ts'

/** The little of the DOM that is read here; linkedom's nodes have it. */
export interface DomNode {
  readonly nodeType: number
  readonly localName?: string
  readonly textContent: string | null
  readonly childNodes: Iterable<DomNode>
  getAttribute?(name: string): string | null
}

export interface DomText {
  readonly text: string
  readonly blocks: readonly Block[]
  readonly firstHeading: string | null
}

/** The text of a page or document as it is read: headings, paragraphs, list items and table rows on lines of their own. */
export function domToText(root: DomNode): DomText {
  const writer = createWriter()
  // With a stack of its own: pages nest deeper than the call stack.
  const todo: (DomNode | { readonly leave: DomNode })[] = [root]
  for (let next = todo.pop(); next; next = todo.pop()) {
    if ('leave' in next) {
      writer.leave(next.leave)
      continue
    }
    if (next.nodeType === 3) writer.write(next.textContent ?? '')
    if (next.nodeType !== 1 && next.nodeType !== 9 && next.nodeType !== 11) continue
    if (isLeftOut(next)) continue
    if (isCell(next)) {
      writer.cell(next.textContent ?? '')
      continue
    }
    writer.enter(next)
    todo.push({ leave: next })
    const children = [...next.childNodes]
    for (let i = children.length - 1; i >= 0; i--) {
      const child = children[i]
      if (child) todo.push(child)
    }
  }
  return writer.end()
}

const leftOut = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'head',
  'svg',
  'iframe',
  'object',
  'select',
  'button',
])

function isLeftOut(node: DomNode): boolean {
  if (leftOut.has(node.localName ?? '')) return true
  return node.getAttribute?.('hidden') != null || node.getAttribute?.('aria-hidden') === 'true'
}

/** A cell of a table of values; a cell that holds half a page only lays that page out. */
function isCell(node: DomNode): boolean {
  // The text of a node is gathered each time it is asked for, so it is asked of cells alone.
  return (node.localName === 'td' || node.localName === 'th') && (node.textContent ?? '').length <= 400
}

const paragraphs = new Set(
  'address article aside blockquote body dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table tbody thead tfoot ul caption details summary'.split(
    ' ',
  ),
)
const listTags = new Set(['ul', 'ol'])
const lines = new Set(['li', 'tr', 'br', 'option'])

function createWriter() {
  const parts: string[] = []
  const blocks: Block[] = []
  let length = 0
  let line = ''
  let prefix = ''
  let gap = ''
  let preformatted = 0
  let cells = 0
  let lists = 0
  let headings: readonly (Heading & { readonly depth: number })[] = []
  let firstHeading: string | null = null

  return { write, cell, enter, leave, end }

  function write(text: string): void {
    line += preformatted > 0 ? text : text.replace(/[\s\u00ad]+/g, (space) => (space === '\u00ad' ? '' : ' '))
  }

  function enter({ localName = '' }: DomNode): void {
    if (paragraphs.has(localName) || lines.has(localName)) flush()
    if (listTags.has(localName)) lists += 1
    if (paragraphs.has(localName) && !isInnerList(localName)) gap = '\n\n'
    if (localName === 'pre') preformatted += 1
    if (localName === 'li') prefix = '- '
    if (localName === 'tr') cells = 0
  }

  function cell(text: string): void {
    if (cells > 0) line += ' | '
    cells += 1
    line += text.replace(/\s+/g, ' ').trim()
  }

  function leave({ localName = '' }: DomNode): void {
    const depth = /^h[1-6]$/.test(localName) ? Number(localName.slice(1)) : 0
    if (depth > 0) heading(depth)
    if (paragraphs.has(localName) || lines.has(localName)) flush()
    if (paragraphs.has(localName) && !isInnerList(localName)) gap = '\n\n'
    if (listTags.has(localName)) lists -= 1
    if (localName === 'pre') preformatted -= 1
  }

  function heading(depth: number): void {
    const text = line.replace(/\s+/g, ' ').trim()
    const place = add(text)
    line = ''
    if (!place) return
    firstHeading ??= text
    headings = [...headings.filter((above) => above.depth < depth), { text, start: place.start, depth }]
  }

  function flush(): void {
    const text = preformatted > 0 ? line.trimEnd() : line.replace(/ +/g, ' ').trim()
    const kind = preformatted > 0 || cells > 1 ? 'lines' : 'prose'
    line = ''
    const place = add(text)
    if (place) blocks.push({ ...place, headings, page: null, kind })
  }

  function add(text: string): { readonly start: number; readonly end: number } | null {
    if (text.trim() === '' || text.replaceAll('|', '').trim() === '') return null
    if (length > 0) push(gap || '\n')
    const start = length
    push(prefix + text)
    prefix = ''
    gap = ''
    return { start, end: length }
  }

  function push(text: string): void {
    parts.push(text)
    length += text.length
  }

  // A list in a list follows its item at once; so does a paragraph in an item.
  function isInnerList(name: string): boolean {
    return lists > (listTags.has(name) ? 1 : 0)
  }

  function end(): DomText {
    flush()
    return { text: parts.join(''), blocks: withBareHeadings(blocks), firstHeading }
  }

  // A last heading without anything under it would be in no passage.
  function withBareHeadings(blocks: Block[]): Block[] {
    const last = headings.at(-1)
    if (!last || (blocks.at(-1)?.end ?? -1) > last.start) return blocks
    return [...blocks, { start: last.start, end: length, headings: headings.slice(0, -1), page: null, kind: 'prose' }]
  }
}
