import { expect, test } from 'vitest'
import type { Pull } from '#contract/pulls.contract'
import { pullWords } from './pull-words.ts'

test('how far a model is says how much, how fast and how long', () => {
  const pull: Pull = {
    name: 'llama3.2',
    state: 'pulling',
    step: 'pulling 1e02595d3ae5',
    total: 2e9,
    completed: 1.2e9,
    bytesPerSecond: 12e6,
    problem: null,
  }

  expect(pullWords(pull)).toBe('1.2 GB of 2.0 GB · 12 MB a second · about 1 minute')
  expect(pullWords({ ...pull, bytesPerSecond: null })).toBe('1.2 GB of 2.0 GB')
  expect(pullWords({ ...pull, total: null, completed: 0 })).toBe('Asking for it')
  expect(pullWords({ ...pull, completed: 2e9, step: 'verifying sha256 digest' })).toBe('Checking what came')
  expect(pullWords({ ...pull, state: 'stopped' })).toBe('Stopped at 1.2 GB of 2.0 GB; it goes on from there.')
})
