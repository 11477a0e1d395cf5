import { expect, test } from 'vitest'
import { joinAdded, sentencesForAdded } from './added.ts'

test('a person is told what is read, and why something is not', () => {
  const nothing = { added: 0, skipped: 0, failed: [] }
  const locked = { code: 'FILE_LOCKED_WITH_PASSWORD' as const, message: '', path: '/papers/Budget.pdf' }

  expect([
    sentencesForAdded({ ...nothing, added: 1 }).said,
    sentencesForAdded({ added: 41, skipped: 2, failed: [locked, locked] }),
    sentencesForAdded({ ...nothing, failed: [locked] }).said,
    sentencesForAdded({ ...nothing, skipped: 3 }).said,
    sentencesForAdded(nothing).said,
  ]).toEqual([
    '1 file is being read',
    {
      said: '41 files are being read',
      description:
        '“Budget.pdf” is protected by a password. Nothing in it was read. Save a copy without the password and add that. 1 more file could not be added.',
    },
    'Nothing was added',
    'Everything there is in the library already',
    'Nothing to read was found there',
  ])
})

test('files dropped together are told of together', () => {
  const one = { sourceIds: ['a'], batchId: 'b', added: 1, skipped: 0, failed: [] }

  expect(joinAdded([one, { ...one, skipped: 1 }])).toEqual({ added: 2, skipped: 1, failed: [] })
})
