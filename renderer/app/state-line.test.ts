import { expect, test } from 'vitest'
import type { LibraryProgress, LibraryState } from '#contract/library.contract'
import { stateLine } from './state-line.ts'

const idle: LibraryProgress = {
  done: 0,
  total: 0,
  passagesWaiting: 0,
  filesPerMinute: null,
  passagesPerSecond: null,
  secondsLeft: null,
  paused: false,
  blocked: null,
}

test('the line says what is ready, and what is going on first', () => {
  const lines = [
    stateLine(null, 'connecting'),
    stateLine(library({}, {}), 'open'),
    stateLine(library({ ready: 1_200, words: 4 }, {}), 'open'),
    stateLine(library({ ready: 1 }, { done: 312, total: 5_204 }), 'open'),
    stateLine(library({ words: 8 }, { passagesWaiting: 40 }), 'open'),
    stateLine(library({ ready: 1 }, {}), 'lost'),
  ]

  expect(lines).toEqual([
    { tone: 'none', text: 'Starting' },
    { tone: 'none', text: 'No documents yet' },
    { tone: 'ok', text: '1,204 documents ready' },
    { tone: 'busy', text: 'Reading 312 of 5,204' },
    { tone: 'busy', text: '8 documents ready by words' },
    { tone: 'warn', text: 'Connection lost, trying again' },
  ])
})

function library(states: Partial<LibraryState['byState']>, progress: Partial<LibraryProgress>): LibraryState {
  const byState = { waiting: 0, reading: 0, words: 0, ready: 0, failed: 0, cancelled: 0, gone: 0, ...states }
  return { documents: 1, passages: 1, byState, queue: 0, progress: { ...idle, ...progress } }
}
