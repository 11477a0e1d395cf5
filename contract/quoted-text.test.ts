import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DocumentType } from './passage.ts'
import { quotedText } from './quoted-text.ts'

test('signs of Markdown go and the marked words stay marked', () => {
  expect(
    shown('- Drain it at the end of **every working day**: `open` the [valve](https://x.test).', 'every working day'),
  ).toEqual({ text: 'Drain it at the end of every working day: open the valve.', marked: ['every working day'] })
})

test('a row of a table is read as its cells', () => {
  expect(shown('| Hand-built wheels | 3 years against broken spokes |', '3 years')).toEqual({
    text: 'Hand-built wheels · 3 years against broken spokes',
    marked: ['3 years'],
  })
})

test('rows of a CSV file are read as their cells', () => {
  expect([
    shown('Month: May; Repairs: 20,110; At: 10:30', '20,110', 'csv'),
    shown('Month: May; Rent: 20\nMonth: June; Rent: 21', 'June', 'csv'),
  ]).toEqual([
    { text: 'Month · May, Repairs · 20,110, At · 10:30', marked: ['20,110'] },
    { text: 'Month · May, Rent · 20; Month · June, Rent · 21', marked: ['June'] },
  ])
})

test('wrapped lines are one line, in every format', () => {
  expect([
    shown('level, dry floor\nwith 30  cm', 'floor\nwith', 'pdf'),
    shown('  a * b | c_d_e  ', 'b', 'code'),
  ]).toEqual([
    { text: 'level, dry floor with 30 cm', marked: ['floor with'] },
    { text: 'a * b | c_d_e', marked: ['b'] },
  ])
})

test('names with underscores and products of numbers are no emphasis', () => {
  expect(shown('call read_stock twice: 3 * 4 makes *twelve*', 'read_stock')).toEqual({
    text: 'call read_stock twice: 3 * 4 makes twelve',
    marked: ['read_stock'],
  })
})

test('every letter and digit of any quote is kept, and marks stay inside', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(40), fc.nat(40), (quote, start, length) => {
      const { text, marks } = quotedText(quote, [{ start, end: start + length }], 'text')
      expect([lettersOf(text), marks.every((mark) => mark.end <= text.length)]).toEqual([lettersOf(quote), true])
    }),
  )
})

function shown(quote: string, mark: string, type: DocumentType = 'markdown') {
  const start = quote.indexOf(mark)
  const { text, marks } = quotedText(quote, [{ start, end: start + mark.length }], type)
  return { text, marked: marks.map((range) => text.slice(range.start, range.end)) }
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '')
}
