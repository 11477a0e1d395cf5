import type { Element, ElementContent, Root, RootContent, Text } from 'hast'
import { citation, numbersIn } from './citations.ts'

const holdsWords = new Set(['p', 'li', 'td', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'dd', 'dt'])
const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' })

export interface SentenceOptions {
  /** Numbers that can be cited; others stay as they were written. */
  readonly known: ReadonlySet<number>
  /** Numbers whose first sentence stands in this text: it becomes their anchor. */
  readonly anchored?: ReadonlySet<number>
}

/**
 * Turns `[n]` into `<cite>` elements and puts every sentence that cites into `<span data-cites="1 2">`. Works on clean
 * hast, after sanitizing, so that no document or model can make such elements.
 */
export function rehypeSentences({ known, anchored = new Set() }: SentenceOptions) {
  return (root: Root) => {
    visit(root, { known, free: new Set(anchored) })
  }
}

/** The sentences of a plain text; a citation after the full stop still belongs to the sentence before it. */
export function splitSentences(text: string): readonly string[] {
  const sentences: string[] = []
  for (const { segment } of segmenter.segment(text)) {
    const [late = ''] = /^(?:\s*\[\d{1,3}(?:\s*,\s*\d{1,3})*\])+[.,;:]?\s*/.exec(segment) ?? []
    const previous = sentences.at(-1)
    if (previous !== undefined && late) sentences[sentences.length - 1] = previous + late
    const rest = previous === undefined ? segment : segment.slice(late.length)
    // `p. 3` and `No. 4` end no sentence.
    if (
      rest &&
      previous !== undefined &&
      !late &&
      /(?:^|\s|\()(?:pp?|no|nr|art|sec|cf|vgl|bzw|ca|fig|vol|ch)\.\s$/i.test(previous)
    ) {
      sentences[sentences.length - 1] = previous + rest
    } else if (rest) sentences.push(rest)
  }
  return sentences
}

interface Numbers {
  readonly known: ReadonlySet<number>
  /** Those that still need an anchor; taken away as sentences are found. */
  readonly free: Set<number>
}

function visit(node: Root | Element, numbers: Numbers) {
  if (node.type === 'element' && (node.tagName === 'pre' || node.tagName === 'code')) return
  if (node.type === 'element' && holdsWords.has(node.tagName)) {
    const blocks = node.children.findIndex((child) => child.type === 'element' && isBlock(child.tagName))
    const words = blocks === -1 ? node.children : node.children.slice(0, blocks)
    const rest = blocks === -1 ? [] : node.children.slice(blocks)
    node.children = [...wrapSentences(words, numbers), ...rest]
    for (const child of rest) if (child.type === 'element') visit(child, numbers)
    return
  }
  for (const child of node.children as readonly RootContent[]) if (child.type === 'element') visit(child, numbers)
}

function isBlock(tagName: string) {
  return ['p', 'ul', 'ol', 'pre', 'table', 'blockquote', 'div'].includes(tagName)
}

function wrapSentences(nodes: readonly ElementContent[], { known, free }: Numbers): ElementContent[] {
  return cutAtSentences(nodes).flatMap((sentence) => {
    const cited: number[] = []
    const children = tidy(sentence.flatMap((node) => citeIn(node, known, cited)))
    if (cited.length === 0) return children
    const [space, words] = takeTrailingSpace(children)
    const numbers = [...new Set(cited)]
    const anchors = numbers.filter((n) => free.delete(n))
    const span: Element = {
      type: 'element',
      tagName: 'span',
      properties: { dataCites: numbers.join(' '), dataAnchors: anchors.join(' ') },
      children: words,
    }
    return space ? [span, space] : [span]
  })
}

/** Cuts a row of inline nodes where sentences end; an end inside an element waits for the element's end. */
function cutAtSentences(nodes: readonly ElementContent[]): ElementContent[][] {
  const ends: number[] = []
  let length = 0
  for (const sentence of splitSentences(nodes.map(textOf).join(''))) {
    length += sentence.length
    ends.push(length)
  }
  const sentences: ElementContent[][] = [[]]
  let at = 0
  for (const node of nodes) {
    const text = textOf(node)
    const inside = ends.filter((end) => end > at && end <= at + text.length)
    if (node.type === 'text') {
      let from = 0
      for (const end of inside) {
        sentences.at(-1)?.push(textNode(text.slice(from, end - at)))
        sentences.push([])
        from = end - at
      }
      if (from < text.length) sentences.at(-1)?.push(textNode(text.slice(from)))
    } else {
      sentences.at(-1)?.push(node)
      if (inside.length > 0) sentences.push([])
    }
    at += text.length
  }
  return sentences.filter((sentence) => sentence.length > 0)
}

function citeIn(node: ElementContent, known: ReadonlySet<number>, cited: number[]): ElementContent[] {
  if (node.type === 'element') {
    if (node.tagName === 'code' || node.tagName === 'a') return [node]
    return [{ ...node, children: tidy(node.children.flatMap((child) => citeIn(child, known, cited))) }]
  }
  if (node.type !== 'text') return []
  const parts: ElementContent[] = []
  let at = 0
  for (const match of node.value.matchAll(citation)) {
    const numbers = numbersIn(match[1] ?? '')
    if (!numbers.every((n) => known.has(n))) continue
    parts.push(textNode(node.value.slice(at, match.index)), ...numbers.map(citeNode))
    cited.push(...numbers)
    at = match.index + match[0].length
  }
  return [...parts, textNode(node.value.slice(at))]
}

/** A number stands right behind its words and behind the stop: `March [1].` reads `March.¹` */
function tidy(nodes: readonly ElementContent[]): ElementContent[] {
  const tidied: ElementContent[] = []
  for (const node of nodes) {
    if (node.type === 'text' && node.value === '') continue
    if (isCite(node)) {
      const before = tidied.at(-1)
      if (before?.type === 'text') tidied[tidied.length - 1] = textNode(before.value.trimEnd())
    }
    const stop = node.type === 'text' && isCite(tidied.at(-1)) ? /^[.,;:!?…]+/.exec(node.value)?.[0] : undefined
    if (stop && node.type === 'text') {
      const words = tidied.findLastIndex((earlier) => !isCite(earlier))
      tidied.splice(words + 1, 0, textNode(endsWithStop(tidied[words]) ? '' : stop))
      tidied.push(textNode(node.value.slice(stop.length)))
    } else tidied.push(node)
  }
  return joinTexts(tidied)
}

/** Neighbours of text as one, so that a line under them is one line. */
function joinTexts(nodes: readonly ElementContent[]): ElementContent[] {
  const joined: ElementContent[] = []
  for (const node of nodes) {
    const last = joined.at(-1)
    if (node.type === 'text' && node.value === '') continue
    if (node.type === 'text' && last?.type === 'text') joined[joined.length - 1] = textNode(last.value + node.value)
    else joined.push(node)
  }
  return joined
}

function endsWithStop(node: ElementContent | undefined) {
  return node !== undefined && /[.!?…]$/.test(textOf(node))
}

function takeTrailingSpace(nodes: readonly ElementContent[]): [Text | null, ElementContent[]] {
  const last = nodes.at(-1)
  if (last?.type !== 'text' || !/\s$/.test(last.value)) return [null, [...nodes]]
  return [textNode(/(?<!\s)\s+$/.exec(last.value)?.[0] ?? ''), [...nodes.slice(0, -1), textNode(last.value.trimEnd())]]
}

function isCite(node: ElementContent | undefined): node is Element {
  return node?.type === 'element' && node.tagName === 'cite'
}

function citeNode(n: number): Element {
  return { type: 'element', tagName: 'cite', properties: { dataN: String(n) }, children: [textNode(String(n))] }
}

function textNode(value: string): Text {
  return { type: 'text', value }
}

function textOf(node: ElementContent): string {
  if (node.type === 'text') return node.value
  return node.type === 'element' ? node.children.map(textOf).join('') : ''
}
