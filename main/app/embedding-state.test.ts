import { expect, test } from 'vitest'
import type { SearchHealth } from '#contract/search.contract'
import { createEmbeddingState, type EmbeddingStateDeps } from './embedding-state.ts'

test('a process that is only being started is not waited for', async () => {
  expect(await stateWith(() => new Promise(() => undefined))).toMatchObject({ state: 'idle', advice: null })
})

test('a model that cannot be used is said to be so, with what to do', async () => {
  const embedder = { id: 'all-MiniLM-L6-v2', state: 'failed' as const, detail: 'model.onnx is not as released' }

  expect(await stateWith(async () => ({ embedder }))).toMatchObject({
    state: 'failed',
    advice: expect.stringMatching(/^model.onnx is not as released\. Search by words goes on\./),
  })
})

test('a model on a server that is away is said to be so while the questions go to words', async () => {
  const search = { state: 'words-only' as const, detail: 'not-reachable', vectors: 3, engine: 'exact' }

  expect(await stateWith(async () => ({ embedder: idle }), search)).toMatchObject({
    id: 'all-minilm',
    state: 'failed',
    advice: expect.stringMatching(/^all-minilm gives no vectors now \(not-reachable\)\. Search by words goes on/),
  })
})

const idle = { id: 'all-minilm@ollama-1', state: 'idle' as const, detail: '' }

function stateWith(health: EmbeddingStateDeps['worker']['client']['health'], searchHealth?: SearchHealth) {
  const worker = { pid: () => 1, client: { health } }
  const search = {
    pid: () => (searchHealth ? 2 : null),
    client: { health: async () => searchHealth ?? { state: 'ready' as const, detail: '', vectors: 0, engine: '' } },
  }
  const isShipped = searchHealth === undefined
  const id = isShipped ? 'all-MiniLM-L6-v2' : 'all-minilm@ollama-1'
  const title = isShipped ? 'all-MiniLM-L6-v2' : 'all-minilm'
  return createEmbeddingState({ model: () => ({ id, title, dimensions: 384, isShipped }), worker, search })()
}
