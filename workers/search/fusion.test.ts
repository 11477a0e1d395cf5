import { expect, test } from 'vitest'
import { fuse } from './fusion.ts'
import { createLanguageSense } from './language.ts'

const words = [
  { key: 1, score: 9 },
  { key: 2, score: 6 },
]
const meaning = [
  { key: 3, score: 0.8 },
  { key: 2, score: 0.7 },
  { key: 4, score: 0.1 },
]

test('what is fair in both rankings comes before what is best in one', () => {
  expect(fuse({ words, meaning, competence: 1 }).map(({ key }) => key)).toEqual([2, 1, 3, 4])
})

test('where the embedder knows nothing the words keep their order and the rest follows', () => {
  expect(fuse({ words, meaning, competence: 0 }).map(({ key }) => key)).toEqual([1, 2, 3, 4])
})

test('without words in common the meaning decides, whatever the language', () => {
  expect(fuse({ words: [], meaning, competence: 0 }).map(({ key }) => key)).toEqual([3, 2, 4])
})

test('the language of a text is known from its letters or its sentences, and not guessed from a few', () => {
  const english = createLanguageSense(['en'])

  expect(
    [
      'How many days of leave does everybody have in a year?',
      '¿Cuántos días de vacaciones tiene cada persona al año?',
      'Сколько дней отпуска?',
      '一年有几天假期？',
      'Q3 2024',
    ].map(english.knows),
  ).toEqual([true, false, false, false, null])
  expect(createLanguageSense(['*']).knows('Сколько?')).toBe(true)
})
