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

test('a long list is cut before an item, and counts on whatever its numbers say', () => {
  const items = (mark: (n: number) => string) => Array.from({ length: 150 }, (_, n) => `${mark(n)} item`).join('\n')
  const nested = Array.from({ length: 60 }, (_, n) => `- a${n}\n  - b\n  - c`).join('\n')

  expect([
    splitBlocks(items(() => '-')).map((block) => block.split('\n').length),
    splitBlocks(items((n) => `${n + 1}.`)).map((block) => block.slice(0, 5)),
    splitBlocks(items(() => '1.')).map((block) => block.slice(0, 5)),
    splitBlocks(nested).every((block) => block.startsWith('- a')),
  ]).toEqual([[60, 60, 30], ['1. it', '61. i', '121. '], ['1. it', '61. i', '121. '], true])
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
    // Time of the processor: what else the machine does counts for nothing.
    const began = process.cpuUsage().user
    for (let n = 0; n < lines; n += 1) {
      text += line
      splitter.split(text)
    }
    return (process.cpuUsage().user - began) / 1_000
  }
  took(2_000)

  // Comparing what was seen costs a little for each step; reading it again would take ten times as long.
  expect(took(10_000)).toBeLessThan(3_000)
})

test('a long list whose items are all numbered 1 is cut, and counts on', () => {
  const blocks = splitBlocks(Array.from({ length: 150 }, (_, n) => `1. item${n}`).join('\n'))

  expect(blocks.map((block) => [block.split('\n').length, block.split('\n')[0]])).toEqual([
    [60, '1. item0'],
    [60, '61. item60'],
    [30, '121. item120'],
  ])
})

test('a list that is cut counts on from its first number while its last line is still written; another sign counts anew', () => {
  const items = Array.from({ length: 60 }, (_, n) => `${n + 7}. item`).join('\n')

  expect(splitBlocks(`${items}\n1. la`).at(-1)).toBe('67. la')
  expect(splitBlocks(`${items}\n1) la`).at(-1)).toBe('1) la')
  expect(splitBlocks(`${items}\n- la\n1. lo`).at(-1)).toBe('- la\n1. lo')
})
