import { expect, test } from 'vitest'
import { IngestFailureCode } from './library.contract.ts'
import {
  reasonForIngestFailure,
  sentenceForBlockedWork,
  sentenceForIngestFailure,
  sentenceForLibraryFailure,
} from './library.sentences.ts'

test('every reason why a file was not read has a sentence with the name of the file and at least one more', () => {
  const sentences = IngestFailureCode.options.map((code) =>
    sentenceForIngestFailure({ code, path: '/home/me/Plan 3.pdf' }),
  )

  expect(
    sentences.filter((sentence) => !/^“Plan 3\.pdf” .+[.;] .+\.$/.test(sentence) && !/so there is/.test(sentence)),
  ).toEqual([])
})

test('what cannot be opened is named by its last part, on every system', () => {
  const failure = { code: 'FOLDER_UNREADABLE', message: 'EACCES' } as const

  expect([
    sentenceForLibraryFailure({ ...failure, path: 'C:\\Users\\Me\\Papers\\' }),
    sentenceForLibraryFailure({ ...failure, path: '/' }),
    sentenceForBlockedWork({ code: 'STORAGE_FULL' }),
  ]).toEqual([
    expect.stringContaining('“Papers” cannot be opened'),
    expect.stringContaining('“/” cannot be opened'),
    expect.stringContaining('The disk is full'),
  ])
})

test('an archive is not opened, and the sentence says what to do instead', () => {
  const archive = { code: 'FORMAT_UNSUPPORTED', path: '/home/ada/photos.zip' } as const
  expect([sentenceForIngestFailure(archive), reasonForIngestFailure(archive.code, archive.path)]).toEqual([
    expect.stringContaining('Unpack it and add the folder.'),
    'An archive. Unpack it and add the folder.',
  ])
})
