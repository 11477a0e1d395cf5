import { expect, test } from 'vitest'
import { offersFor, stepsFor, systemOf } from './get-model.ts'

test('each state that typing can mend has its commands, for the system at hand', () => {
  const states = ['not-installed', 'not-running', 'no-models', 'refused', 'ready'] as const

  expect(states.map((state) => stepsFor(state, 'mac').map(({ command }) => command))).toEqual([
    ['brew install ollama', 'ollama pull llama3.2'],
    ['ollama serve'],
    ['ollama pull llama3.2'],
    [],
    [],
  ])
})

test('only models that fit into memory are offered, and the smallest in any case', () => {
  expect([2e9, 8e9, 24e9].map((memory) => offersFor(memory).map(({ name }) => name))).toEqual([
    ['llama3.2:1b'],
    ['llama3.2:1b', 'llama3.2', 'qwen3:8b'],
    ['llama3.2:1b', 'llama3.2', 'qwen3:8b', 'qwen3:14b'],
  ])
})

test('the system is known by what the browser says', () => {
  expect(['Macintosh; Intel Mac OS X', 'Windows NT 10.0', 'X11; Linux x86_64'].map(systemOf)).toEqual([
    'mac',
    'windows',
    'linux',
  ])
})
