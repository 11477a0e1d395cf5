import { expect, test } from 'vitest'
import { shippedEmbeddingModel } from '#models/catalog'
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

function stateWith(health: EmbeddingStateDeps['worker']['client']['health']) {
  const worker = { pid: () => 1, client: { health } }
  return createEmbeddingState({ model: shippedEmbeddingModel, worker })()
}
