import { expect, test } from 'vitest'
import type { TreeNode } from '#contract/tree.contract'
import { shownStateOf } from './tree-state.ts'

const folder = (states: TreeNode['states']): TreeNode => ({
  kind: 'folder',
  name: 'Mill Lane',
  path: '/p/Mill Lane',
  documentId: null,
  jobId: null,
  holds: 9,
  states,
})

test('a folder tells the counts of what is below it, the worst first', () => {
  expect([
    shownStateOf(folder({ ready: 1_204, failed: 3, waiting: 2, reading: 1 })),
    shownStateOf(folder({ ready: 4 })),
    shownStateOf(folder({ words: 2, ready: 1 })),
    shownStateOf(folder({ cancelled: 1 })),
    shownStateOf(folder({})),
  ]).toEqual([
    { shape: 'cross', tone: 'bad', words: '3 could not be read · 3 to be read · 1,204 ready' },
    { shape: 'full', tone: 'ok', words: 'Ready' },
    { shape: 'half', tone: 'ok', words: '2 by words, meaning soon · 1 ready' },
    { shape: 'empty', tone: 'wait', words: '1 left out' },
    null,
  ])
})

test('a file tells its state as in the table', () => {
  expect(shownStateOf({ ...folder({ words: 1 }), kind: 'file' })?.words).toBe('Found by words, meaning soon')
})
