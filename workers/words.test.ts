import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { latinRootOf, piecesOf, searchableWords } from './words.ts'

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

test('words of other alphabets are written with what their forms have in common', () => {
  expect(
    ['Библиотека, библиотеки', 'τῆς βιβλιοθήκης', 'والكتاب', 'पुस्तकालय', 'дом'].map((text) =>
      searchableWords(text)
        .trim()
        .split(/[\s,]+/),
    ),
  ).toEqual([
    ['библи', 'библиотека', 'библи', 'библиотеки'],
    ['τησ', 'βιβλι', 'βιβλιοθηκησ'],
    ['كتاب', 'والكتاب'],
    ['पुस्त', 'पुस्तकालय'],
    ['дом'],
  ])
})

test('every piece is a word of the full-text table', () => {
  const text =
    'Größe ÉCOLE İstanbul ıslak naïve Đà Nẵng Tiếng Việt Łódź Øre œuvre ﬁne Ærø ё Ёлка который Ἑλλάς ΟΔΟΣ المدرسة שָׁלוֹם हिन्दी বাংলা தமிழ் 北京 ภาษา 한국어 x² ½ 12.5 e\u0301te\u0301 Հայերեն ქართული'
  const sqlite = new SQLite(':memory:')
  sqlite.exec(`
    CREATE VIRTUAL TABLE words USING fts5(word, tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'");
    CREATE VIRTUAL TABLE terms USING fts5vocab(words, 'instance')`)
  sqlite.prepare('INSERT INTO words(word) VALUES (?)').run(searchableWords(text))

  const indexed = sqlite.prepare('SELECT term FROM terms ORDER BY offset').pluck().all()

  expect(piecesOf(text).map(({ text: piece }) => piece)).toEqual(indexed)
})

test('with roots, the forms of a word in an inflected language are found by each other, and no other word is', () => {
  const database = new SQLite(':memory:')
  database.exec("CREATE VIRTUAL TABLE words USING fts5(body, tokenize = 'porter unicode61 remove_diacritics 2')")
  const insert = database.prepare('INSERT INTO words VALUES (?)')
  insert.run(searchableWords('Los contratos terminaron', { roots: true }))
  insert.run(searchableWords('The contra dance', { roots: false }))
  const find = (word: string) =>
    database
      .prepare('SELECT rowid FROM words WHERE words MATCH ?')
      .pluck()
      .all(`"${latinRootOf(word)}"`)

  expect([find('contrato'), find('Terminó'), find('contra')]).toEqual([[1], [1], [1]])
  expect([latinRootOf('los'), latinRootOf('договор'), latinRootOf('2027')]).toEqual([null, null, null])
})
