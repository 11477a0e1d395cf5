import { expect, test } from 'vitest'
import type { FoundPassage } from '#contract/search.contract'
import { excerptOf, groupHits, placeName, placeOfHit, worthShowing } from './hits.ts'

const passage: FoundPassage = {
  id: 'p1',
  documentId: 'lease',
  path: '/papers/Lease.pdf',
  title: 'Lease',
  type: 'pdf',
  sourceId: 's',
  modifiedAt: 0,
  page: 9,
  heading: null,
  startLine: 40,
  endLine: 44,
  range: { start: 100, end: 160 },
  text: 'The request is made by notice in writing.',
  score: 1,
  marks: [{ start: 23, end: 29 }],
  relevant: true,
}

test('what was found stands by document, the best two passages of each unfolded', () => {
  const found = [
    passage,
    { ...passage, id: 'm', documentId: 'minutes' },
    { ...passage, id: 'p2' },
    { ...passage, id: 'p3' },
  ]

  expect(
    groupHits(found, new Set()).map(({ documentId, shown, more }) => [documentId, shown.map(({ id }) => id), more]),
  ).toEqual([
    ['lease', ['p1', 'p2'], 1],
    ['minutes', ['m'], 0],
  ])
})

test('an unfolded document shows all its passages', () => {
  const found = [passage, { ...passage, id: 'p2' }, { ...passage, id: 'p3' }]

  expect(groupHits(found, new Set(['lease']))[0]).toMatchObject({ shown: found, more: 0 })
})

test('a passage with neither words nor meaning of the query is not shown', () => {
  const far = { ...passage, id: 'far', marks: [], relevant: false }

  expect(worthShowing([passage, far])).toEqual([passage])
})

test('a place is named as the document names it', () => {
  expect([
    placeName(passage),
    placeName({ ...passage, page: null, heading: 'Minutes › Premises' }),
    placeName({ ...passage, page: null, type: 'csv' }),
    placeName({ ...passage, page: 3, type: 'slides' }),
    placeName({ ...passage, page: null, type: 'code', place: { kind: 'symbol', name: 'sum', symbol: 'function' } }),
    placeName({ ...passage, page: null, type: 'code' }),
    placeName({ ...passage, page: null, type: 'text', startLine: 1 }),
  ]).toEqual(['Page 9', 'Premises', 'Row 40', 'Slide 3', 'sum', 'Line 40', 'Beginning'])
})

test('an excerpt begins with the sentence that holds the first marked words', () => {
  const text = `${'Nothing of interest is said here. '.repeat(5)}The request is made by notice.`
  const start = text.indexOf('notice')
  const excerpt = excerptOf({ text, type: 'text', marks: [{ start, end: start + 6 }] })

  expect([excerpt.text, excerpt.marks.map((mark) => excerpt.text.slice(mark.start, mark.end))]).toEqual([
    'The request is made by notice.',
    ['notice'],
  ])
})

test('an excerpt shows where most of the words stand together', () => {
  const text = `Without notice. ${'Nothing of interest is said here. '.repeat(8)}The lease ends by notice.`
  const marks = [...text.matchAll(/notice|lease/g)].map(({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }))

  expect(excerptOf({ text, type: 'text', marks }).text).toBe('The lease ends by notice.')
})

test('an excerpt out of a long sentence begins with a whole word', () => {
  const text = `${'and so on '.repeat(30)}notice`
  const start = text.indexOf('notice')

  expect(excerptOf({ text, type: 'text', marks: [{ start, end: start + 6 }] }).text).toMatch(/^…(and|so|on) .*notice$/)
})

test('a passage found by meaning alone is marked as a whole', () => {
  expect([placeOfHit(passage).marks, placeOfHit({ ...passage, marks: [] }).marks]).toEqual([
    [{ start: 123, end: 129 }],
    [{ start: 100, end: 160 }],
  ])
})
