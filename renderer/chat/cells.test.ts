import { expect, test } from 'vitest'
import { cellsOf } from './cells.ts'

test('a long row is quoted by its first cell and those that are marked', () => {
  const quote = 'Line: Rent; Owner: Ruth; Month: 2,780; Year: 33,360; Note: none'

  expect(cellsOf(quote, [{ start: 39, end: 51 }])).toEqual([
    { name: 'Line', value: 'Rent', marked: false },
    { name: 'Owner', value: 'Ruth', marked: false },
    { name: 'Year', value: '33,360', marked: true },
  ])
})

test('of several rows the one with a mark is quoted', () => {
  expect(cellsOf('Month: May; Rent: 20\nMonth: June; Rent: 21', [{ start: 34, end: 42 }])).toEqual([
    { name: 'Month', value: 'June', marked: false },
    { name: 'Rent', value: '21', marked: true },
  ])
})
