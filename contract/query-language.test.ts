import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DocumentType } from './passage.ts'
import { documentFlags, lettersApart, queryFields } from './query-fields.ts'
import { type Clause, readQuery, wordsOf, writtenValue } from './query-language.ts'

const now = new Date(2026, 10, 26, 15).getTime()
const read = (text: string) => readQuery(text, { now })

test('words, phrases, fields and what must not be are told apart, with their places', () => {
  const text = 'lease -draft "three months" type:pdf,docx -tag:"to do" in:Contracts'
  const { clauses, problems } = read(text)

  expect(problems).toEqual([])
  expect(clauses.map((clause) => [text.slice(clause.start, clause.end), clause.negated, saidBy(clause)])).toEqual([
    ['lease', false, 'lease'],
    ['-draft', true, 'draft'],
    ['"three months"', false, 'three months'],
    ['type:pdf,docx', false, ['type', 'pdf', 'docx']],
    ['-tag:"to do"', true, ['tag', 'to do']],
    ['in:Contracts', false, ['in', 'Contracts']],
  ])
  expect(wordsOf({ clauses })).toBe('lease three months')
})

test('what only looks like a field is words: addresses, times, scopes, drives', () => {
  const text = 'https://alcove.example/in:x std::vector 12:30 C:\\papers foo:bar - -- a-b'

  expect(read(text).clauses.every(({ kind }) => kind === 'words')).toBe(true)
  expect(read(text).problems).toEqual([])
})

test.each([
  ['lease type:pfd', 'pfd', 'No document is of the type “pfd”. Did you mean type:pdf?'],
  ['type:', 'type:', '“type:” needs a value, such as type:pdf.'],
  ['before:2026-13', '2026-13', /^“2026-13” is no date\. Write 2026,/],
  ['after:2026-02-30 x', '2026-02-30', /is no date/],
  ['is:unread', 'unread', /^“is:unread” says nothing\. There are tagged, untagged/],
  ['is:untaged', 'untaged', '“is:untaged” says nothing. Did you mean is:untagged?'],
  ['tga:lease', 'tga:', '“tga:” is searched as a word. Did you mean tag:?'],
  ['a "b c', '"', 'This quotation mark is not closed, so it was left out.'],
  ['type:pdf type:docx', 'type:docx', 'A document has one type. Write type:pdf,docx for either.'],
  ['after:2026 before:2025', 'before:2025', 'No day is within all of these dates.'],
])('%s is pointed at where it is wrong, and says what to write', (text, part, message) => {
  const { problems } = read(text)

  expect(problems.map(({ start, end }) => text.slice(start, end))).toEqual([part])
  expect(problems[0]?.message).toMatch(message)
})

test('a part that is wrong is left out, and the rest is searched', () => {
  expect(read('lease type:pfd before:never notice').clauses.map(saidBy)).toEqual(['lease', 'notice'])
})

test('any text is read: its parts stand in order, touch nothing else, and no word is lost', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.constantFrom('"', '“', '”', '«', ' ', ':', ',', '-', 'type:', 'in:', 'before:', 'tag:"', '2026', 'pdf', '北京'),
  )
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 20 }).map((all) => all.join('')),
      (text) => {
        const { clauses, problems } = read(text)
        let at = 0
        for (const { start, end } of clauses) {
          expect(start).toBeGreaterThanOrEqual(at)
          expect(end).toBeGreaterThan(start)
          expect(text.slice(start, end)).not.toMatch(/^\s/)
          at = end
        }
        for (const { start, end, message } of problems) {
          expect(start).toBeLessThan(end)
          expect(end).toBeLessThanOrEqual(text.length)
          expect(message).toMatch(/[.?]$/)
        }
        const left = without(text, [...clauses, ...problems])
        expect(left.replace(/[\s:,"“”„«»-]|(?:type|in|before|tag)(?=:)|\bpdf\b|2026/gi, '')).toBe('')
      },
    ),
    { numRuns: 3_000 },
  )
})

test('a query written out of its parts is read as these parts', () => {
  const word = fc.stringMatching(/^[\p{L}\p{N}]{1,8}$/u)
  const value = fc.stringMatching(/^[\p{L}\p{N}][\p{L}\p{N} ,.]{0,10}$/u)
  const part = fc.oneof(
    fc.record({ said: word, written: word }).map(({ said }) => ({ said: said as unknown, written: said })),
    value.map((text) => ({ said: text as unknown, written: `"${text}"` })),
    fc
      .tuple(fc.constantFrom('in', 'from', 'tag', 'category'), fc.array(value, { minLength: 1, maxLength: 3 }))
      .map(([field, values]) => ({
        said: [field, ...values],
        written: `${field}:${values.map(writtenValue).join(',')}`,
      })),
    fc.constantFrom(...documentFlags).map((flag) => ({ said: ['is', flag], written: `is:${flag}` })),
    fc.constantFrom(...DocumentType.options).map((type) => ({ said: ['type', type], written: `-type:${type}` })),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const { clauses, problems } = read(parts.map(({ written }) => written).join(' '))
      expect([clauses.map(saidBy), problems]).toEqual([parts.map(({ said }) => said), []])
    }),
    { numRuns: 1_000 },
  )
})

test('the example of every field is understood', () => {
  for (const { example } of queryFields) expect(read(example).problems).toEqual([])
})

test('letters apart: one slip of the hand is one', () => {
  expect([
    lettersApart('lease', 'laese'),
    lettersApart('', 'ab'),
    lettersApart('pdf', 'pfd'),
    lettersApart('a', 'a'),
  ]).toEqual([1, 2, 1, 0])
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (one, other) => {
      expect(lettersApart(one, other)).toBe(lettersApart(other, one))
      expect(lettersApart(one, other) === 0).toBe([...one].join() === [...other].join())
    }),
  )
})

function saidBy(clause: Clause): unknown {
  return clause.kind === 'field' ? [clause.field, ...clause.values.map(({ text }) => text)] : clause.text
}

function without(text: string, ranges: readonly { readonly start: number; readonly end: number }[]): string {
  return text
    .split('')
    .filter((_, index) => !ranges.some(({ start, end }) => index >= start && index < end))
    .join('')
}
