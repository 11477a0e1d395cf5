import { expect, test } from 'vitest'
import { cutLines, lineAt, marksOfLine } from './lines.ts'
import { locate, locateEach } from './locate.ts'
import { isNumeric, readTable } from './table.ts'

const items = ['22.1 The request is made by no-', 'tice in writing, received', ' by the Land', 'lord. Then more.']

test('words are found across items, whatever the white space and hyphens', () => {
  expect(locate('notice in\nwriting, received by the Landlord', items)).toEqual([
    { item: 0, start: 28, end: 30 },
    { item: 1, start: 0, end: 25 },
    { item: 2, start: 1, end: 12 },
    { item: 3, start: 0, end: 4 },
  ])
})

test('words that differ in the middle are marked from their beginning to their end', () => {
  expect(locate('The request is made by XX writing, received', items)).toEqual([
    { item: 0, start: 5, end: 30 },
    { item: 1, start: 0, end: 25 },
  ])
})

test('words of another page are not found', () => {
  expect(locate('nothing of the kind stands here', items)).toEqual([])
})

test('lines keep their places, whatever ends them', () => {
  const lines = cutLines('one\r\ntwo\nthree')

  expect({
    lines,
    at: [0, 5, 8, 9, 99].map((offset) => lineAt(lines, offset)),
    marks: marksOfLine({ text: 'two', start: 5, number: 2 }, [{ start: 6, end: 11 }]),
  }).toEqual({
    lines: [
      { text: 'one', start: 0, number: 1 },
      { text: 'two', start: 5, number: 2 },
      { text: 'three', start: 9, number: 3 },
    ],
    at: [0, 1, 1, 2, 2],
    marks: [{ start: 1, end: 3 }],
  })
})

test('a line of megabytes is shown as many, which count as one', () => {
  const lines = cutLines(`${'a'.repeat(9_000)}\nb`)

  expect(lines.map(({ text, start, number }) => [text.length, start, number])).toEqual([
    [4_000, 0, 1],
    [4_000, 4_000, null],
    [1_000, 8_000, null],
    [1, 9_001, 2],
  ])
})

test('the text form of a table is its columns and rows again, empty cells included', () => {
  const { head, rows, firstRow } = readTable(
    'Line, Month, Year\nLine: Rent; Month: 2,780.00; Year: 33,360\nLine: Heat; Year: 120',
  )

  expect({
    head,
    rows: rows.map((row) => row.map((cell) => cell.text)),
    place: rows[0]?.[1],
    firstRow,
    numeric: [0, 1, 2].map((column) => isNumeric(rows, column)),
  }).toEqual({
    head: ['Line', 'Month', 'Year'],
    rows: [
      ['Rent', '2,780.00', '33,360'],
      ['Heat', '', '120'],
    ],
    place: { text: '2,780.00', start: 30, end: 45 },
    firstRow: 2,
    numeric: [false, true, true],
  })
})

test('a word that is marked twice is found at both of its places', () => {
  const items = ['two days’ notice to look', '22.1 made by notice in writing']

  expect(locateEach(['notice', 'notice', 'writing'], items).map(({ item, start }) => [item, start])).toEqual([
    [0, 10],
    [1, 13],
    [1, 23],
  ])
})
