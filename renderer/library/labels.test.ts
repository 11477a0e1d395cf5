import { expect, test } from 'vitest'
import { categoryOptions, categoryProblem, tagOptions, tagProblem } from './labels.ts'

const labels = [
  { documentId: 'a', tags: ['Lease', '2027'], category: 'Law' },
  { documentId: 'b', tags: ['lease'], category: null },
]

test('the tags of what is selected come first and say whether all of it has them', () => {
  const tags = ['2026', '2027', 'lease'].map((tag, index) => ({ tag, documents: index + 1 }))

  expect(tagOptions(tags, labels).map(({ label, mark, note }) => [label, mark, note])).toEqual([
    ['2027', 'some', '2'],
    ['lease', 'all', '3'],
    ['2026', undefined, '1'],
  ])
})

test('a category says who is in it', () => {
  expect(
    categoryOptions(
      [
        { category: 'Law', documents: 4 },
        { category: 'Money', documents: 1 },
      ],
      labels,
    ).map(({ label, mark }) => [label, mark]),
  ).toEqual([
    ['Law', 'some'],
    ['Money', undefined],
  ])
})

test('a category is a path of names', () => {
  expect(
    ['Law/Leases', 'Law', '/Law', 'Law/', 'Law//Leases', 'x'.repeat(201)].map((name) => categoryProblem(name) === null),
  ).toEqual([true, true, false, false, false, false])
})

test('a tag is short', () => {
  expect([tagProblem('lease'), tagProblem('x'.repeat(61)) === null]).toEqual([null, false])
})
