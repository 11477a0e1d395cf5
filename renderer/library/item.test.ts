import { expect, test } from 'vitest'
import { canRetry, dayOf, placeOf, shownState, tabsOf } from './item.ts'

const folder = { kind: 'folder' as const, title: 'Projects', path: '/home/ruth/Projects' }

test('each tab says how many files it shows; empty side tabs stay away', () => {
  const byState = { ready: 3, words: 1, waiting: 5, reading: 1, failed: 2, cancelled: 0, gone: 4 }

  expect(tabsOf(byState, 3, 'all').map(({ label, count }) => `${label} ${count}`)).toEqual([
    'All 12',
    'Ready 4',
    'Waiting 6',
    'Failed 2',
    'Left out null',
    'Gone 4',
    'Bin 3',
  ])
})

test('a tab that emptied while it was shown does not vanish under the pointer', () => {
  const none = { ready: 0, words: 0, waiting: 0, reading: 0, failed: 0, cancelled: 0, gone: 0 }

  expect(tabsOf(none, 0, 'gone').map(({ tab }) => tab)).toEqual([
    'all',
    'ready',
    'waiting',
    'failed',
    'left-out',
    'gone',
  ])
})

test('a state is a shape and a word; a failure is its reason', () => {
  const failure = { code: 'FILE_LOCKED_WITH_PASSWORD' as const, message: '' }

  expect([shownState({ state: 'words', failure: null }), shownState({ state: 'failed', failure })]).toEqual([
    { shape: 'half', tone: 'ok', words: 'Found by words, meaning soon' },
    { shape: 'cross', tone: 'bad', words: 'Locked with a password. Save a copy without one, then' },
  ])
})

test('a place is the source with the folders below it', () => {
  expect([
    placeOf('/home/ruth/Projects/Mill Lane/Fee.docx', folder),
    placeOf('/home/ruth/Projects/Fee.docx', folder),
    placeOf('/data/imports/a.txt', { kind: 'text', title: 'a', path: '/data/imports/a.txt' }),
    placeOf('/a.txt', undefined),
  ]).toEqual(['Projects / Mill Lane', 'Projects', 'Pasted text', ''])
})

test('a day is named as a person would name it', () => {
  const now = new Date(2026, 10, 21, 9).getTime()

  expect([
    dayOf(new Date(2026, 10, 21, 1).getTime(), now),
    dayOf(new Date(2026, 10, 20, 23).getTime(), now),
    dayOf(new Date(2022, 3, 12).getTime(), now),
    dayOf(null, now),
  ]).toEqual(['Today', 'Yesterday', '12 Apr 2022', ''])
})

test('only files that failed or were left out can be tried again', () => {
  expect([
    canRetry({ state: 'failed', jobId: 'j' }),
    canRetry({ state: 'cancelled', jobId: 'j' }),
    canRetry({ state: 'ready', jobId: null }),
  ]).toEqual([true, true, false])
})
