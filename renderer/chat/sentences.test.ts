import type { ElementContent, Root } from 'hast'
import { expect, test } from 'vitest'
import { rehypeSentences, splitSentences } from './sentences.ts'

test('a sentence that cites is wrapped with its numbers behind its stop', () => {
  expect(
    [
      'It ends in March [1]. Then you leave.',
      'It ends in March. [1] Then you leave.',
      'It ends [1, 2] and so [3], we leave.',
      'Nothing is cited. Nothing [7] known.',
    ].map(rendered),
  ).toEqual([
    '<s 1>It ends in March.^1</s> Then you leave.',
    '<s 1>It ends in March.^1</s> Then you leave.',
    '<s 1 2 3>It ends^1^2 and so,^3 we leave.</s>',
    'Nothing is cited. Nothing [7] known.',
  ])
})

test('an element inside a sentence stays whole and code cites nothing', () => {
  const root = paragraph([
    { type: 'text', value: 'The ' },
    { type: 'element', tagName: 'strong', properties: {}, children: [{ type: 'text', value: 'end. Now' }] },
    { type: 'text', value: ' is near [2]. ' },
    { type: 'element', tagName: 'code', properties: {}, children: [{ type: 'text', value: 'A[1]' }] },
  ])
  rehypeSentences({ known: new Set([1, 2]) })(root)

  expect(print(root.children as ElementContent[])).toBe(
    'The <strong>end. Now</strong><s 2> is near.^2</s> <code>A[1]</code>',
  )
})

test('a page number ends no sentence', () => {
  expect(splitSentences('See p. 3 of it. Then no. 4 follows.')).toEqual(['See p. 3 of it. ', 'Then no. 4 follows.'])
})

function rendered(text: string) {
  const root = paragraph([{ type: 'text', value: text }])
  rehypeSentences({ known: new Set([1, 2, 3]) })(root)
  return print(root.children as ElementContent[])
}

function paragraph(children: ElementContent[]): Root {
  return { type: 'root', children: [{ type: 'element', tagName: 'p', properties: {}, children }] }
}

function print(nodes: readonly ElementContent[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'text') return node.value
      if (node.type !== 'element') return ''
      if (node.tagName === 'cite') return `^${print(node.children)}`
      if (node.tagName === 'p') return print(node.children)
      if (node.tagName === 'span') return `<s ${node.properties.dataCites}>${print(node.children)}</s>`
      return `<${node.tagName}>${print(node.children)}</${node.tagName}>`
    })
    .join('')
}
