import { expect, test } from 'vitest'
import { spokenSentences } from './spoken.ts'

test('what is said are the words, sentence by sentence, without signs and numbers', () => {
  const said = spokenSentences(
    '## The *lease*\n\nIt ends on **31 March** [1]. See p. 3 of [the file](https://example.org) [2, 3]! <b>Raw</b>\n\n- one\n- two\n\n> Quoted.',
  )

  expect(said).toEqual(['The lease', 'It ends on 31 March.', 'See p. 3 of the file!', 'Raw', 'one', 'two', 'Quoted.'])
})

test('code is named, and a row is said with the headings of its columns', () => {
  expect(
    spokenSentences(
      '```ts\nconst a = 1\nconst b = 2\n```\n\n| Year | Rent |\n| --- | --: |\n| 2026 | 900 [1] |\n| 2027 | |',
    ),
  ).toEqual(['Code in ts, 2 lines.', 'Year: 2026, Rent: 900.', 'Year: 2027.'])
})

test('nothing but signs is nothing to say', () => {
  expect(spokenSentences('---\n\n***\n\n[1]\n\n![a picture](x.png)')).toEqual([])
})
