import { expect, test } from 'vitest'
import { createBlockSplitter, splitBlocks } from './blocks.ts'

const everything = [
  '# Title',
  'One\ntwo',
  '```js\na\n\nb\n```',
  '1. x\n\n2. y\n\n   more\n\n   ```sh\n   ls\n\n   pwd\n   ```',
  '| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |',
  '$$\na\n- b\n$$',
  '\\[ a\n+ b \\]',
  '$$ is left open',
  '~~~~md\n```\n\n~~~\n\n~~~~',
  'Between `code` and $$a$$ and ```inline``` it goes on.',
  '> quoted',
  '````\n```js\n\n```\n````',
  Array.from({ length: 130 }, (_, n) => `${n + 1}. x`)
    .slice(0, 60)
    .join('\n'),
  'End',
]

test('blocks end at blank lines outside of code, formulas and lists', () => {
  expect(splitBlocks(everything.join('\n\n'))).toEqual(everything)
})

test('a fence at the margin begins a block of its own, and what follows it another one', () => {
  expect(splitBlocks('See:\n```sh\nls\n```\nand\n- a\n```\nb\n```')).toEqual([
    'See:',
    '```sh\nls\n```',
    'and\n- a',
    '```\nb\n```',
  ])
})

test('a formula on lines of its own is a block', () => {
  expect(splitBlocks('So\n$$\na\n+ b\n$$\nand \\[ c \\] or\n\\[\nd \\]\nend')).toEqual([
    'So',
    '$$\na\n+ b\n$$',
    'and \\[ c \\] or',
    '\\[\nd \\]',
    'end',
  ])
})

test('a long list is cut before an item, and never where its numbers would begin anew', () => {
  const items = (mark: (n: number) => string) => Array.from({ length: 150 }, (_, n) => `${mark(n)} item`).join('\n')
  const nested = Array.from({ length: 60 }, (_, n) => `- a${n}\n  - b\n  - c`).join('\n')

  expect([
    splitBlocks(items(() => '-')).map((block) => block.split('\n').length),
    splitBlocks(items((n) => `${n + 1}.`)).map((block) => block.slice(0, 5)),
    splitBlocks(items(() => '1.')).length,
    splitBlocks(nested).every((block) => block.startsWith('- a')),
  ]).toEqual([[60, 60, 30], ['1. it', '61. i', '121. '], 1, true])
})

test('a text cut at every character gives the blocks it would give at once', () => {
  const text = everything.join('\n\n')
  const splitter = createBlockSplitter()
  const wrong = Array.from({ length: text.length + 1 }, (_, end) => text.slice(0, end)).filter(
    (part) => JSON.stringify(splitter.split(part)) !== JSON.stringify(splitBlocks(part)),
  )

  expect(wrong).toEqual([])
})

test('all blocks but the last two stay as they are while a text grows', () => {
  const text = everything.join('\n\n')
  const splitter = createBlockSplitter()
  let before: readonly string[] = []
  const changed: string[] = []
  for (let end = 0; end <= text.length; end += 1) {
    const now = splitter.split(text.slice(0, end))
    changed.push(...before.slice(0, -2).filter((block, index) => now[index] !== block))
    before = now
  }

  expect(changed).toEqual([])
})

test('another text is cut anew', () => {
  const splitter = createBlockSplitter()
  splitter.split('One\n\n```\na')

  expect(splitter.split('Two\n\nthree')).toEqual(['Two', 'three'])
})

test('the cost of a growing text grows with its length, not with its square', () => {
  const took = (lines: number) => {
    const splitter = createBlockSplitter()
    const line = '    const quay = moor(ship)\n'
    let text = '```ts\n'
    const began = performance.now()
    for (let n = 0; n < lines; n += 1) {
      text += line
      splitter.split(text)
    }
    return performance.now() - began
  }
  took(2_000)

  // Comparing what was seen costs a little for each step; reading it again would take ten times as long.
  expect(took(10_000)).toBeLessThan(3_000)
})
