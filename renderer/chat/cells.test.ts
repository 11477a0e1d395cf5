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
