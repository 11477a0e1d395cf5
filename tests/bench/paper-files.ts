import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { docxParagraph, makeDocx, makePdf } from '../../workers/library/fake.files.ts'
import { markdownOf, type Paper } from './papers.ts'

export interface PaperFormat {
  readonly name: string
  readonly extension: string
  readonly write: (paper: Paper) => Promise<Buffer> | Buffer | string
  /** How many papers make enough passages to measure, at the speed of this format. */
  readonly files: number
}

/** The formats Alcove reads, each with a way to put a paper into it as people's files have it. */
export const paperFormats: readonly PaperFormat[] = [
  { name: 'text', extension: 'txt', write: textOf, files: 300 },
  { name: 'Markdown', extension: 'md', write: markdownOf, files: 300 },
  { name: 'HTML', extension: 'html', write: htmlOf, files: 300 },
  { name: 'CSV', extension: 'csv', write: csvOf, files: 300 },
  { name: 'JSON', extension: 'json', write: jsonOf, files: 300 },
  { name: 'source code', extension: 'ts', write: codeOf, files: 300 },
  { name: 'Word', extension: 'docx', write: wordOf, files: 200 },
  { name: 'PDF', extension: 'pdf', write: pdfOf, files: 100 },
]

/** Writes papers into a folder that is made for them and returns how many bytes they have. */
export async function writePapers(folder: string, format: PaperFormat, papers: readonly Paper[]): Promise<number> {
  await mkdir(folder, { recursive: true })
  let bytes = 0
  for (const [index, paper] of papers.entries()) {
    const content = await format.write(paper)
    bytes += Buffer.byteLength(content)
    await writeFile(join(folder, `paper-${index}.${format.extension}`), content)
  }
  return bytes
}

function textOf({ title, sections }: Paper): string {
  return [title, ...sections.map(({ sentences }) => sentences.join(' '))].join('\n\n')
}

function htmlOf({ title, sections }: Paper): string {
  const parts = sections.map(({ heading, sentences }) => `<h2>${escaped(heading)}</h2>\n${paragraphsOf(sentences)}`)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body { margin: 2rem }</style></head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/papers">Papers</a></li></ul></nav>
<main><article><h1>${escaped(title)}</h1>\n${parts.join('\n')}</article></main><footer>All rights reserved.</footer></body></html>`
}

function paragraphsOf(sentences: readonly string[]): string {
  const half = Math.ceil(sentences.length / 2)
  return [sentences.slice(0, half), sentences.slice(half)]
    .map((part) => `<p>${part.map((one, at) => (at === 1 ? `<em>${escaped(one)}</em>` : escaped(one))).join(' ')}</p>`)
    .join('\n')
}

function csvOf({ sections }: Paper): string {
  const rows = sections.flatMap(({ heading, sentences }) =>
    sentences.map((sentence, at) => [heading, `${at + 1}`, `"${sentence.replaceAll('"', '""')}"`].join(',')),
  )
  return ['part,number,remark', ...rows].join('\n')
}

function jsonOf(paper: Paper): string {
  return JSON.stringify(paper, null, 2)
}

function codeOf({ title, sections }: Paper): string {
  const functions = sections.map(({ heading, sentences }, at) => {
    const [first = '', ...rest] = sentences.map((sentence) => sentence.replaceAll('*/', ''))
    const lines = rest.map((sentence, line) => `  // ${sentence}\n  total += values[${line}] ?? 0`)
    return `/** ${heading}: ${first} */\nexport function part${at + 1}(values: readonly number[]): number {\n  let total = 0\n${lines.join('\n')}\n  return total\n}\n`
  })
  return `// ${title}\n\n${functions.join('\n')}`
}

function wordOf({ title, sections }: Paper): Buffer {
  const body = sections.map(
    ({ heading, sentences }) => docxParagraph(escaped(heading), 2) + docxParagraph(escaped(sentences.join(' '))),
  )
  return makeDocx(docxParagraph(escaped(title), 1) + body.join(''), { title: escaped(title) })
}

// The standard fonts of PDF know the letters of Western Europe only.
function pdfOf({ title, sections }: Paper): Promise<Buffer> {
  const parts = sections.map(({ heading, sentences }) => `${heading}\n\n${sentences.join(' ')}`)
  const pages = Array.from({ length: Math.ceil(parts.length / 3) }, (_, at) =>
    parts.slice(3 * at, 3 * at + 3).join('\n\n'),
  )
  return makePdf(
    pages.map((page) => page.replace(/[^\n\u0020-\u00ff]/g, '?')),
    { title },
  )
}

/** Text as XML and HTML have it. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
