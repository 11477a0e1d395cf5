import { expect, test } from 'vitest'
import { readLoneBlock } from './lone-block.ts'

test('a text that is one fenced block is read without a parser', () => {
  expect([
    readLoneBlock('```ts title="a"\na\n\n```b\nc\n```\n'),
    readLoneBlock('~~~~\n~~~\n~~~~'),
    readLoneBlock('```'),
    readLoneBlock('```js\na\n  ``'),
    readLoneBlock('```\n```'),
  ]).toEqual([
    { type: 'code', info: 'ts title="a"', code: 'a\n\n```b\nc', closed: true },
    { type: 'code', info: '', code: '~~~', closed: true },
    { type: 'code', info: '', code: '', closed: false },
    { type: 'code', info: 'js', code: 'a\n  ``', closed: false },
    { type: 'code', info: '', code: '', closed: true },
  ])
})

test('a formula alone is one, open or closed', () => {
  expect(['$$\na + b\n$$', '\\[ a \\]', '$$ a', '\\[ a \\'].map(readLoneBlock)).toEqual([
    { type: 'formula', source: 'a + b', closed: true },
    { type: 'formula', source: 'a', closed: true },
    { type: 'formula', source: 'a', closed: false },
    { type: 'formula', source: 'a \\', closed: false },
  ])
})

test('anything beside it is for the parser', () => {
  const texts = [
    '```\na\n```\nb',
    '```a``` b',
    'a\n```\nb\n```',
    '$$a$$ and $$b$$',
    '$$a$$ b',
    '\\[a\\] b',
    '  ```\n  a',
    '$a$',
  ]

  expect(texts.filter((text) => readLoneBlock(text) !== null)).toEqual([])
})
