import remarkFrontmatter from 'remark-frontmatter'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { ok } from '#contract/result'
import type { Block, Heading, Parser } from './parser.ts'

/** Markdown; its source is the text form, cut by the positions of its parts. */
export const markdownParser: Parser = {
  type: 'markdown',
  accepts: ({ text, format }) => text !== null && format?.type === 'markdown',
  async parse({ text }) {
    const whole = text ?? ''
    const root = parseMarkdown(whole)
    const title = frontMatterTitle(root) ?? firstHeading(root)
    return ok({ title, text: whole, pages: null, codeLanguage: null, blocks: blocksOf(root) })
  },
}

type Root = ReturnType<typeof parseMarkdown>

/** The tree of a Markdown text, with positions. */
export function parseMarkdown(text: string) {
  return markdown.parse(text)
}

const markdown = unified().use(remarkParse).use(remarkFrontmatter, ['yaml', 'toml']).freeze()

function blocksOf(root: Root): Block[] {
  const blocks: Block[] = []
  let headings: readonly (Heading & { readonly depth: number })[] = []
  root.children.forEach((node, index) => {
    const [start, end] = rangeOf(node)
    if (node.type === 'heading') {
      const above = headings.filter(({ depth }) => depth < node.depth)
      const next = root.children[index + 1]
      // A heading with nothing under it would be lost: it is content then.
      if (!next || (next.type === 'heading' && next.depth <= node.depth)) {
        headings = above
        blocks.push({ start, end, headings, page: null, kind: 'prose' })
        return
      }
      headings = [...above, { text: plainText(node), start, depth: node.depth }]
      return
    }
    if (node.type !== 'thematicBreak') blocks.push({ start, end, headings, page: null, kind: kindOf(node) })
  })
  return blocks
}

/** Where code, markup and lists are cut only at line ends. */
export function kindOf({ type }: Root['children'][number]): Block['kind'] {
  return type === 'code' || type === 'html' || type === 'list' ? 'lines' : 'prose'
}

/** Where a part of the tree stands in its source. */
export function rangeOf(node: Root['children'][number]): readonly [number, number] {
  return [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0]
}

function frontMatterTitle(root: Root): string | null {
  const first = root.children[0] as { readonly type: string; readonly value?: unknown } | undefined
  if (first?.type !== 'yaml' && first?.type !== 'toml') return null
  const line = /^title\s*[:=]\s*(.+)$/m.exec(String(first.value))?.[1]?.trim() ?? ''
  return line.replace(/^(["'])(.*)\1$/, '$2').trim() || null
}

function firstHeading(root: Root): string | null {
  const heading = root.children.find((node) => node.type === 'heading')
  return heading ? plainText(heading) || null : null
}

/** The words of a node without its marks. */
export function plainText(node: {
  readonly children?: readonly object[]
  readonly value?: unknown
  readonly alt?: unknown
}): string {
  if (typeof node.value === 'string') return node.value
  if (typeof node.alt === 'string') return node.alt
  const parts = (node.children ?? []).map((child) => plainText(child))
  return parts.join('').replace(/\s+/g, ' ').trim()
}
