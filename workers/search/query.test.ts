import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLibrary } from './fake.library.ts'
import { expression, parseQuery } from './query.ts'
import { rankingExpression } from './relevance.ts'

test('words, phrases and excluded words are told apart', () => {
  const { terms, phrases, excluded } = parseQuery('travel "meal allowance" -draft costs')

  expect([terms, phrases, excluded].map((part) => part.map(expression))).toEqual([
    ['"travel"', '"costs"'],
    ['"meal allowance"'],
    ['"draft"'],
  ])
})

test('while typing, the last word is the beginning of a word', () => {
  expect(parseQuery('annual librari', { typing: true }).terms.map(expression)).toEqual([
    '"annual"',
    '"librari"* OR "librar" OR "libra" OR "libr"',
  ])
  expect(parseQuery('annual library ', { typing: true }).terms.map(expression)).toEqual(['"annual"', '"library"'])
})

test('with nothing but excluded words they are what is looked for', () => {
  expect(parseQuery('-draft').terms.map(expression)).toEqual(['"draft"'])
})

test('no text a person can type is an error to the full-text table', async () => {
  const { passages } = await createLibrary()
  const weighing = { passages: 10, frequency: passages.frequency }
  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          '"',
          "'",
          '*',
          '^',
          '-',
          'NEAR(',
          'AND',
          'OR',
          'NOT',
          ':',
          '(',
          ')',
          '\0',
          'a',
          ' ',
          '北京',
          '+',
        ),
      )
      .map((all) => all.join('')),
  )

  const ask = (text: string, typing: boolean) => {
    const query = parseQuery(text, { typing })
    const words = rankingExpression(query, weighing)
    for (const term of [...query.phrases, ...query.excluded]) passages.matchingKeys(expression(term))
    return words === null ? [] : passages.matching(words, 10)
  }

  fc.assert(
    fc.property(nasty, fc.boolean(), (text, typing) => {
      expect(ask(text, typing)).toEqual([])
    }),
    { numRuns: 2_000 },
  )
})

test('a capital inside a question makes a name of a small word, in a title it does not', () => {
  const telling = (text: string) => parseQuery(text).terms.flatMap((term) => (term.telling ? term.words : []))

  expect([telling('in May, what may we sell?'), telling('May we sell'), telling('The Sale Of May')]).toEqual([
    ['may', 'sell'],
    ['sell'],
    ['sale'],
  ])
})
