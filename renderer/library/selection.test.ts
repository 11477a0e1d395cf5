import { expect, test } from 'vitest'
import { allOf, nothingSelected, type Picked, possible, stretch, toggled, withStretch } from './selection.ts'

function row(n: number, change: Partial<Picked> = {}): Picked {
  const path = `/p/${n}.md`
  return {
    key: path,
    sourceId: 's',
    path,
    name: `${n}`,
    documentId: `d${n}`,
    jobId: null,
    state: 'ready',
    holder: false,
    ...change,
  }
}

const names = (rows: Iterable<Picked>) => [...rows].map(({ name }) => name)

test('a row is taken in and out again; nothing selected has no anchor', () => {
  const one = toggled(nothingSelected, row(1), 1)
  const two = toggled(one, row(2), 2)

  expect([names(two.picked.values()), two.anchor]).toEqual([['1', '2'], 2])
  expect(toggled(one, row(1), 1)).toEqual(nothingSelected)
})

test('a stretch is drawn from the last row that was taken, further and back', () => {
  const three = toggled(toggled(nothingSelected, row(1), 1), row(3), 3)
  const further = withStretch(three, [row(3), row(4), row(5)], 9)
  const back = withStretch(further, [row(3), row(4)], 9)

  expect([names(further.picked.values()), further.anchor]).toEqual([['1', '3', '4', '5'], 3])
  expect(names(back.picked.values())).toEqual(['1', '3', '4'])
  expect([stretch(3, 5), stretch(5, 3)]).toEqual([
    { first: 3, last: 5 },
    { first: 3, last: 5 },
  ])
})

test('a stretch without a beginning begins where it was drawn from', () => {
  expect(withStretch(nothingSelected, [row(7), row(8)], 7).anchor).toBe(7)
})

test('all rows and nothing else', () => {
  expect(names(allOf([row(1), row(2)]).picked.values())).toEqual(['1', '2'])
})

test('what can be done depends on how the files are', () => {
  const failed = row(1, { documentId: null, jobId: 'j1', state: 'failed' })
  const waiting = row(2, { documentId: null, jobId: 'j2', state: 'waiting' })
  const cancelled = row(3, { jobId: 'j3', state: 'cancelled' })
  const gone = row(4, { state: 'gone' })

  expect(possible([failed, waiting, cancelled, gone, row(5)])).toEqual({
    documentIds: ['d3', 'd5'],
    again: ['j1', 'j3'],
    waiting: ['j2'],
  })
})
