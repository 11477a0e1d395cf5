import { expect, test } from 'vitest'
import { cutByMarks, rangesWithin } from './marks.ts'

test('overlapping and unordered marks cut a text once, in reading order', () => {
  const marks = [
    { start: 8, end: 12 },
    { start: 0, end: 3 },
    { start: 10, end: 99 },
  ]

  expect(cutByMarks('The lease ends', marks)).toEqual([
    { text: 'The', marked: true },
    { text: ' leas', marked: false },
    { text: 'e ends', marked: true },
  ])
})

test('marks of a passage are moved into its quote and dropped outside of it', () => {
  const marks = [
    { start: 0, end: 4 },
    { start: 12, end: 30 },
  ]

  expect(rangesWithin(marks, { start: 10, end: 20 })).toEqual([{ start: 2, end: 10 }])
})
