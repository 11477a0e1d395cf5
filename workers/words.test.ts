import { expect, test } from 'vitest'
import { piecesOf, searchableWords } from './words.ts'

test('a text in a script with spaces is searched as it stands', () => {
  expect(searchableWords('Ärger in Zürich, 42 % más')).toBe('Ärger in Zürich, 42 % más')
})

test('Chinese, Japanese, Korean and Thai are cut into overlapping pairs between the words around them', () => {
  expect(
    ['在 1066 年 诺曼底公爵', 'カタカナの本', '한국어 글', 'ภาษา'].map((text) =>
      searchableWords(text).trim().split(/\s+/),
    ),
  ).toEqual([
    ['在', '1066', '年', '诺曼', '曼底', '底公', '公爵'],
    ['カタ', 'タカ', 'カナ', 'ナの', 'の本'],
    ['한국', '국어', '글'],
    ['ภา', 'าษ', 'ษา'],
  ])
})

test('pieces are folded and know their place in the text', () => {
  const text = 'Größe, ÉCOLE 北京市'
  expect(piecesOf(text).map(({ text: piece, start, end }) => [piece, text.slice(start, end)])).toEqual([
    ['große', 'Größe'],
    ['ecole', 'ÉCOLE'],
    ['北京', '北京'],
    ['京市', '京市'],
  ])
})
