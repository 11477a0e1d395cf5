import { expect, test } from 'vitest'
import { draftOf, wishOf } from './backup-draft.ts'

test('a plan goes into the dialog and comes out the same', () => {
  const s3 = {
    kind: 's3',
    address: 'https://s3.example',
    region: 'eu',
    bucket: 'mine',
    prefix: 'a/',
    keyId: 'k',
  } as const
  const places = [
    { kind: 'folder', path: '/a' } as const,
    { kind: 'webdav', address: 'https://dav.example', user: 'ada' } as const,
    s3,
  ]

  for (const place of places) {
    const wish = { place, every: 'weekly', encrypted: true } as const
    expect(wishOf(draftOf({ ...wish, series: '0a1b2c3d' }))).toEqual(wish)
  }
})

test('an address is completed, and nothing comes of what is not complete', () => {
  const draft = { ...draftOf(null), kind: 'webdav', address: 'files.example/dav', user: ' ada ' } as const

  expect(wishOf(draft)?.place).toEqual({ kind: 'webdav', address: 'https://files.example/dav', user: 'ada' })
  expect([wishOf(draftOf(null)), wishOf({ ...draft, user: '' }), wishOf({ ...draft, address: '' })]).toEqual([
    null,
    null,
    null,
  ])
})
