import { expect, test } from 'vitest'
import { stripOf } from './strip.ts'

const idle = {
  done: 0,
  total: 0,
  passagesWaiting: 0,
  filesPerMinute: null,
  passagesPerSecond: null,
  secondsLeft: null,
  paused: false,
  blocked: null,
}

test('nothing is said when nothing is going on', () => {
  expect(stripOf({ queue: 0, passages: 9, progress: idle })).toBeNull()
})

test('reading tells its count, its rate and the time left', () => {
  const progress = { ...idle, done: 312, total: 5_204, filesPerMinute: 41.2, secondsLeft: 7_300 }

  expect(stripOf({ queue: 4_892, passages: 9, progress })).toEqual({
    tone: 'busy',
    what: 'Reading 312 of 5,204',
    more: '41 a minute · about 2 hours',
    done: 312 / 5_204,
  })
})

test('once all files are read, the passages that lack their meaning are counted', () => {
  const progress = { ...idle, done: 4, total: 4, passagesWaiting: 250, passagesPerSecond: 140 }

  expect(stripOf({ queue: 0, passages: 1_000, progress })).toEqual({
    tone: 'busy',
    what: 'All is found by words; meaning comes next',
    more: '250 passages to go · 140 a second',
    done: 0.75,
  })
})

test('a pause and a full disk are told before all else', () => {
  const blocked = { code: 'STORAGE_FULL' as const, message: '' }

  expect([
    stripOf({ queue: 7, passages: 0, progress: { ...idle, paused: true } })?.what,
    stripOf({ queue: 0, passages: 9, progress: { ...idle, paused: true, passagesWaiting: 3 } })?.more,
    stripOf({ queue: 7, passages: 0, progress: { ...idle, blocked, paused: true } })?.tone,
  ]).toEqual(['Paused, 7 files to read', '3 passages to go', 'blocked'])
})
