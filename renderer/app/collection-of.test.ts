import { expect, test } from 'vitest'
import { collectionOf } from './collection-of.ts'

const law = { id: 'c', name: 'Law', sourceIds: ['a', 'b'], documents: 3, createdAt: 0 }
const none = { ...law, id: 'e', name: 'Empty', sourceIds: [] }

test('a choice of sources is a collection when it is just the sources in it', () => {
  const of = (...ids: string[]) => collectionOf([none, law], ids)?.name

  expect([of('b', 'a'), of('a'), of('a', 'b', 'c'), of()]).toEqual(['Law', undefined, undefined, undefined])
})
