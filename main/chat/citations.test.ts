import { expect, test } from 'vitest'
import { citedSentences, inReadingOrder, tidyNumbers } from './citations.ts'

test('each number names the sentence it stands in, or the one before it', () => {
  const answer = 'The lease ends in 2027 [1]. Notice is due before. [2] It must be written [1, 3], and signed[2][3]!'

  expect(citedSentences(answer, 3)).toEqual([
    { n: 1, claim: 'The lease ends in 2027.' },
    { n: 2, claim: 'Notice is due before.' },
    { n: 1, claim: 'It must be written, and signed!' },
    { n: 3, claim: 'It must be written, and signed!' },
    { n: 2, claim: 'It must be written, and signed!' },
    { n: 3, claim: 'It must be written, and signed!' },
  ])
})

test('list items are sentences of their own, without their marks', () => {
  const answer = 'The terms:\n\n- **Rent**: 1,150 euros [1]\n- Notice: three months [2]\n'

  expect(citedSentences(answer, 2)).toEqual([
    { n: 1, claim: 'Rent: 1,150 euros' },
    { n: 2, claim: 'Notice: three months' },
  ])
})

test('code, links, footnotes and unknown numbers are no citations', () => {
  const answer = 'Use `list[1]` [1].\n\n```js\nvalues[2]\n```\n\nSee [2](https://x.test), [^3], [9] and [0].'

  expect(citedSentences(answer, 3).map(({ n }) => n)).toEqual([1])
})

test('Chinese sentences are found too', () => {
  expect(citedSentences('租约于2027年结束[1]。通知须提前三个月[2]。', 2)).toEqual([
    { n: 1, claim: '租约于2027年结束。' },
    { n: 2, claim: '通知须提前三个月。' },
  ])
})

test('numbers that name no passage are taken out, others and code stay as they are', () => {
  const answer = 'A [1]. B [7]. C [2, 9]. D 【2†lease.pdf】. `x[8]` E [1][2]. [5](link)'

  expect(tidyNumbers(answer, 2)).toBe('A [1]. B. C [2]. D [2]. `x[8]` E [1][2]. [5](link)')
})

test('numbers count from 1 as a reader meets them, with their citations, and code is left alone', () => {
  const citations = [2, 5, 7].map((n) => ({ n, path: `${n}.md` }))

  expect(inReadingOrder('A [7]. `x[7]` B [2, 7]; C [5](link) D [5].', citations)).toEqual({
    text: 'A [1]. `x[7]` B [2, 1]; C [5](link) D [3].',
    citations: [
      { n: 1, path: '7.md' },
      { n: 2, path: '2.md' },
      { n: 3, path: '5.md' },
    ],
  })
})
