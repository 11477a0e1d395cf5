import { readFileSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stem } from './porter.ts'

const endings =
  'ational tional izer ization fulness ousness iveness biliti icate ative alize ical ness ance ence able ement ion sion tion ism ate ous ive ize ed ing eed ies sses ly y s e ll'

test('stems are those of the full-text table', () => {
  const ending = fc.constantFrom('', ...endings.split(' '))
  const generated = fc.sample(fc.tuple(fc.stringMatching(/^[a-z]{1,7}$/), ending), { numRuns: 5_000, seed: 1 })
  const written =
    readFileSync(new URL('./porter.ts', import.meta.url), 'utf8')
      .toLowerCase()
      .match(/[a-z]+/g) ?? []
  const words = [...new Set([...generated.map((parts) => parts.join('')), ...written])]

  expect(words.map(stem)).toEqual(indexed(words))
})

/** The words as a full-text table with the product's tokenizer holds them. */
function indexed(words: readonly string[]): unknown[] {
  const sqlite = new SQLite(':memory:')
  sqlite.exec(`
    CREATE VIRTUAL TABLE words USING fts5(word, tokenize='porter unicode61 remove_diacritics 2');
    CREATE VIRTUAL TABLE terms USING fts5vocab(words, 'instance')`)
  const insert = sqlite.prepare('INSERT INTO words(word) VALUES (?)')
  for (const word of words) insert.run(word)
  return sqlite.prepare('SELECT term FROM terms ORDER BY doc').pluck().all()
}
