import { expect, test } from 'vitest'
import type { CrashRecord } from '#contract/crashes.contract'
import { crashInWords } from './crash-words.ts'

const record: CrashRecord = {
  id: '1764200000000-main-abcd',
  at: 1_764_200_000_000,
  process: 'search',
  reason: 'ended',
  version: '0.1.0',
  node: 'v24.0.0',
  platform: 'linux-x64',
  exitCode: null,
  signal: 'SIGSEGV',
  error: null,
  events: [],
}

test('an end is told with its process and how it came', () => {
  expect([
    crashInWords(record),
    crashInWords({ ...record, signal: null, exitCode: 70, process: 'library' }),
    crashInWords({ ...record, signal: null, process: 'backup' }),
    crashInWords({ ...record, process: 'main', reason: 'vanished' }),
    crashInWords({ ...record, process: 'page', reason: 'page' }),
  ]).toEqual([
    'The process that searches was ended by SIGSEGV',
    'The process that reads files ended with code 70',
    'The process that makes backups could not be started',
    'Alcove itself ended without a word: it was killed, or the power went',
    'The page could not show something',
  ])
})
