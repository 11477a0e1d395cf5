import { expect, test } from 'vitest'
import type { EmbeddingModel } from '#contract/embedding-models.contract'
import { draftToPlace, embeddingState, howFar, saysEstimate, saysLeaving, whereItIs } from './embedding.ts'

const model: EmbeddingModel = {
  id: 'm@1',
  title: 'nomic-embed-text',
  place: { kind: 'ollama', model: 'nomic-embed-text' },
  dimensions: 768,
  state: 'building',
  vectors: 4_012,
  passages: 20_300,
  bytes: 12_300_000,
  leaves: false,
  secondsLeft: 720,
  problem: null,
}

test('a model that is being built says how far it is and for how long; one that is done, what it takes', () => {
  expect([
    howFar(model),
    howFar({ ...model, state: 'paused', secondsLeft: null }),
    howFar({ ...model, state: 'kept', vectors: 20_300 }),
  ]).toEqual([
    '4,012 of 20,300 passages · about 12 minutes',
    '4,012 of 20,300 passages · 12 MB of disk',
    '20,300 passages · 12 MB of disk',
  ])
})

test('a model says where it is and whether texts leave for it', () => {
  const server = { kind: 'openai-compatible' as const, url: 'https://api.northwind.example/v1', model: 'e' }

  expect([whereItIs(model.place, false), whereItIs(server, true), saysLeaving(model.place, false)]).toEqual([
    'In Ollama, stays on this machine',
    'On api.northwind.example',
    null,
  ])
  expect(saysLeaving(server, true)).toContain('is sent to api.northwind.example')
})

test('a problem comes before the state', () => {
  expect([
    embeddingState({ state: 'serving', problem: 'gone' }).words,
    embeddingState({ state: 'building', problem: 'gone' }).words,
    embeddingState({ state: 'serving', problem: null }).words,
  ]).toEqual(['Words only', 'Stands still', 'In use'])
})

test('the estimate names time, disk, and what goes on meanwhile', () => {
  const [time, disk] = saysEstimate({
    title: 'e',
    dimensions: 768,
    passages: 20_300,
    passagesPerSecond: 28.4,
    seconds: 715,
    bytes: 31_000_000,
    leaves: false,
  })

  expect([time, disk]).toEqual([
    'Building takes about 12 minutes: 20,300 passages, 28 a second on this machine.',
    'Its vectors need 31 MB of disk (768 numbers a passage), beside those in use.',
  ])
})

test('a place is whole or none at all', () => {
  const draft = { choice: 'server', folder: '', url: 'http://127.0.0.1:8080/v1', model: ' e5 ' }

  expect([
    draftToPlace(draft, []),
    draftToPlace({ ...draft, url: 'nonsense' }, []),
    draftToPlace({ ...draft, choice: 'folder' }, []),
    draftToPlace({ ...draft, choice: '0' }, [model]),
    draftToPlace({ ...draft, choice: '' }, [model]),
  ]).toEqual([
    { kind: 'openai-compatible', url: 'http://127.0.0.1:8080/v1', model: 'e5' },
    null,
    null,
    model.place,
    null,
  ])
})
