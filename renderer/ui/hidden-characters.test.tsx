import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { hiddenCharacters, hiddenCharactersInWords } from './hidden-characters.ts'
import { Marked } from './Marked.tsx'

test('turned directions, signs without width and tags are found where they stand', () => {
  const tags = [...'ignore'].map((letter) => String.fromCodePoint(0xe0000 + (letter.codePointAt(0) ?? 0))).join('')

  expect(hiddenCharacters(`pay\u200b ment\u202e.txt${tags} to\u2066 end`)).toEqual([
    { start: 3, end: 4, name: 'U+200B', does: 'cannot be seen' },
    { start: 9, end: 10, name: 'U+202E', does: 'turns the direction of writing' },
    { start: 14, end: 26, name: 'U+E0069', does: 'spells words that cannot be seen' },
    { start: 29, end: 30, name: 'U+2066', does: 'turns the direction of writing' },
  ])
})

test('what scripts and emoji are properly written with is not hidden', () => {
  const texts = [
    'plain words',
    '👨‍👩‍👧 family and ❤️',
    'می‌خواهم',
    'שלום\u200f world',
    '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    'soft\u00adhyphen',
    'non\u00a0breaking',
  ]

  expect(texts.map(hiddenCharactersInWords)).toEqual(texts.map(() => null))
})

test('a quote shows hidden characters by name instead of obeying them', () => {
  const marks = [{ start: 4, end: 12 }]

  expect(renderToStaticMarkup(<Marked text={'See invoice\u202etxt.exe'} marks={marks} />)).toBe(
    'See <mark>invoice<span class="hidden-sign" title="U+202E turns the direction of writing">U+202E</span></mark>txt.exe',
  )
  expect([hiddenCharactersInWords('a\u200b'), hiddenCharactersInWords('a\u200b\u202eb')]).toEqual([
    'Contains a hidden character',
    'Contains 2 hidden characters',
  ])
})
