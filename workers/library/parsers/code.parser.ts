import { ok } from '#contract/result'
import { codeBlocks } from './code-blocks.ts'
import { withSyntaxTree } from './code-grammars.ts'
import { codeLanguages } from './code-languages.ts'
import { type CodeItem, outlineOf } from './code-tree.ts'
import type { Block, CodeImport, CodeSymbol, Parser, PlacedRange } from './parser.ts'

/** Source code of any language; its text form is the file as it is, cut at its definitions where its language has a grammar. */
export const codeParser: Parser = {
  type: 'code',
  accepts: ({ text, format }) => text !== null && format?.type === 'code',
  async parse({ text, name, format }) {
    const whole = text ?? ''
    const codeLanguage = format?.language ?? null
    const structure = (await structureOf(whole, codeLanguage)) ?? { blocks: definitionsOf(whole) }
    return ok({ title: name, text: whole, pages: null, codeLanguage, ...structure })
  },
}

interface Structure {
  readonly blocks: readonly Block[]
  readonly places: readonly PlacedRange[]
  readonly symbols: readonly CodeSymbol[]
  readonly imports: readonly CodeImport[]
}

/** What the grammar says; null without one, and for a text that is none of its language. */
async function structureOf(text: string, codeLanguage: string | null): Promise<Structure | null> {
  const language = codeLanguage === null ? undefined : codeLanguages[codeLanguage]
  if (!language) return null
  return withSyntaxTree(language.grammar, text, (tree) => {
    const { items, imports, wrong } = outlineOf(tree, text, language)
    if (wrong > text.length / 2) return null
    const { places, symbols } = definitionsIn(items)
    return { blocks: codeBlocks(text, items), places, symbols, imports: imports.slice(0, mostEntries) }
  })
}

/** A file with more is made by a machine, and no list of them helps anyone. */
const mostEntries = 10_000

function definitionsIn(items: readonly CodeItem[]) {
  const places: PlacedRange[] = []
  const symbols: CodeSymbol[] = []
  const open = [...items].reverse()
  for (let item = open.pop(); item && symbols.length < mostEntries; item = open.pop()) {
    const { start, end, definition } = item
    if (definition) {
      const { name, kind, startLine, endLine } = definition
      symbols.push({ name, kind, startLine, endLine })
      places.push({ start, end, place: { kind: 'symbol', name, symbol: kind } })
    }
    for (let index = item.items.length - 1; index >= 0; index--) {
      const inner = item.items[index]
      if (inner) open.push(inner)
    }
  }
  return { places, symbols }
}

// In nearly every language a definition begins at the margin after an empty line; comments above it stay with it.
function definitionsOf(text: string): Block[] {
  const starts = [
    0,
    ...[...text.matchAll(/(?<=\n[ \t]*\n)(?=[^\s})\]])/g)].map((match) => match.index + match[0].length),
  ]
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? text.length
    return { start, end, headings: noHeadings, page: null, kind: 'lines' }
  })
}

const noHeadings: readonly [] = []
