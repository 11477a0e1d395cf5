import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { expect, test } from 'vitest'
import { remarkPlainHtml } from './remark-plain-html.ts'

test('angle brackets in a message stay as they were typed, at their place', () => {
  const processor = unified().use(remarkParse).use(remarkPlainHtml)
  const tree = processor.runSync(processor.parse('Dear <name>,\n\n<b>bold</b>'))

  expect(tree).toMatchObject({
    children: [
      {
        children: [
          { type: 'text', value: 'Dear ' },
          { type: 'text', value: '<name>', position: { start: { offset: 5 }, end: { offset: 11 } } },
          { type: 'text', value: ',' },
        ],
      },
      { children: [{ value: '<b>', type: 'text' }, { value: 'bold' }, { value: '</b>', type: 'text' }] },
    ],
  })
})
