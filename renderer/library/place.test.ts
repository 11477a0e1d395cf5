import { expect, test } from 'vitest'
import { isFiltered, isNarrowed, LibraryPlace, placeToView, sortedBy, unfiltered, viewToPlace } from './place.ts'

test('a view survives its way through the address', () => {
  const place: LibraryPlace = {
    show: 'failed',
    name: 'lease',
    source: 's1',
    types: ['pdf', 'mail'],
    tags: ['2027'],
    category: 'Law/Leases',
    collection: 'c1',
    inside: 'd1',
    sort: 'title',
    up: true,
  }

  expect(viewToPlace(placeToView(LibraryPlace.parse(place)))).toEqual(place)
})

test('the first view has a bare address', () => {
  expect(Object.values(viewToPlace(placeToView({}))).filter(Boolean)).toEqual([])
})

test('an address somebody wrote by hand is taken as far as it makes sense', () => {
  expect(LibraryPlace.parse({ show: 'nonsense', types: ['tarot'], tags: [], sort: 'luck', name: 'ok' })).toEqual({
    name: 'ok',
  })
})

test('a column begins with what one expects of it and turns round at the second click', () => {
  const first = placeToView({})
  const byName = sortedBy(first, 'title')

  expect([byName, sortedBy(byName, 'title'), sortedBy(byName, 'passages')].map((view) => view.descending)).toEqual([
    false,
    true,
    true,
  ])
})

test('a tree shows all there is of a source, so any other filter asks for the list', () => {
  const bySource = placeToView({ source: 's1', collection: 'c1' })
  const byTag = placeToView({ source: 's1', tags: ['2027'] })

  expect([isFiltered(bySource), isFiltered(byTag), isFiltered(unfiltered(byTag))]).toEqual([false, true, false])
  expect(unfiltered(byTag).sourceId).toBe('s1')
})

test('a tab alone narrows nothing', () => {
  expect([isNarrowed(placeToView({ show: 'failed' })), isNarrowed(placeToView({ source: 's1' }))]).toEqual([
    false,
    true,
  ])
})
