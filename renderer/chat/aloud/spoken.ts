import type { Nodes, RootContent, Table } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { splitSentences } from '../sentences.ts'

const reader = unified().use(remarkParse).use(remarkGfm)

/**
 * What is said of an answer, sentence by sentence: its words without signs of Markdown and numbers of citations. Code is named and not
 * read; a row of a table is read with the headings of its columns.
 */
export function spokenSentences(markdown: string): readonly string[] {
  return reader
    .parse(markdown)
    .children.flatMap(spokenBlock)
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
}

function spokenBlock(node: RootContent): readonly string[] {
  if (node.type === 'code') return [codeInWords(node.value, node.lang)]
  if (node.type === 'table') return rowsInWords(node)
  if (node.type === 'html' || node.type === 'definition' || node.type === 'footnoteDefinition') return []
  if (node.type === 'list' || node.type === 'listItem' || node.type === 'blockquote') {
    return node.children.flatMap(spokenBlock)
  }
  return splitSentences(wordsOf(node)).map(withoutNumbers)
}

function codeInWords(code: string, language: string | null | undefined): string {
  const lines = code.split('\n').length
  return `Code${language ? ` in ${language}` : ''}, ${lines === 1 ? 'one line' : `${lines} lines`}.`
}

function rowsInWords({ children: [head, ...rows] }: Table): readonly string[] {
  const names = head?.children.map(wordsOf) ?? []
  return rows.map(({ children }) => {
    const cells = children.map((cell, at) => {
      const [name, words] = [names[at] ?? '', withoutNumbers(wordsOf(cell))]
      return name && words ? `${name}: ${words}` : words
    })
    return `${cells.filter(Boolean).join(', ')}.`
  })
}

function wordsOf(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value
  if (node.type === 'break') return ' '
  if (node.type === 'html' || node.type === 'image' || node.type === 'footnoteReference') return ''
  return 'children' in node ? node.children.map(wordsOf).join('') : ''
}

function withoutNumbers(text: string): string {
  return text.replace(/\s?\[\d{1,3}(?:\s*,\s*\d{1,3})*\]/g, '')
}
