import { expect, test } from 'vitest'
import type { RerankerProblem } from '#contract/reranking.contract'
import { defaultSettings, type Settings } from '#contract/settings.contract'
import { createRerankingService } from './reranking.service.ts'

const folder = '/models/ms-marco'

test('a model that can be used is kept with its cost, the search process is told, and it can be turned off', async () => {
  const { reranking, settings, told } = setup()
  const before = await reranking.state()
  const used = await reranking.use(folder)
  const state = await reranking.state()
  await reranking.turnOff()

  const expected = { folder, title: 'ms-marco', milliseconds: 420, problem: null }
  expect([before, used, state, await reranking.state()]).toEqual([null, { ok: true, value: expected }, expected, null])
  expect([told, settings().reranker]).toEqual([[{ folder }, null], null])
})

test('trying one out keeps nothing', async () => {
  const { reranking, settings, told } = setup()

  const tried = await reranking.tryOut(folder)

  expect([tried, settings().reranker, told]).toEqual([
    { ok: true, value: { title: 'ms-marco', milliseconds: 420 } },
    null,
    [],
  ])
})

test('one that cannot be used is not kept, and a person is told why', async () => {
  const { reranking, settings, told } = setup({ problem: { reason: 'not-a-reranker', message: '2 numbers' } })

  expect([await reranking.use(folder), settings().reranker, told]).toEqual([
    {
      ok: false,
      failure: {
        code: 'RERANKER_UNUSABLE',
        message: `The model in ${folder} does not judge how well a passage answers a question: it is made for something else. Choose a cross-encoder that gives one number per pair. (2 numbers)`,
        problem: { reason: 'not-a-reranker', message: '2 numbers' },
      },
    },
    null,
    [],
  ])
})

test('what went wrong with it later is said where it is shown', async () => {
  const { reranking, fail } = setup()
  await reranking.use(folder)
  fail({ reason: 'failed', message: 'out of memory' })

  expect((await reranking.state())?.problem).toBe(
    `The model in ${folder} failed, so passages keep the order they have without it. Alcove tries it again by itself; turn it off if that goes on. (out of memory)`,
  )
})

test('a search process that does not run is not started to be told or asked', async () => {
  const { reranking, told, asked } = setup({ isSearching: false })
  await reranking.use(folder)

  expect([(await reranking.state())?.problem, told, asked]).toEqual([null, [], []])
})

function setup({
  problem,
  isSearching = true,
}: {
  readonly problem?: RerankerProblem
  readonly isSearching?: boolean
} = {}) {
  let settings: Settings = defaultSettings
  let failure: RerankerProblem | null = null
  const told: ({ folder: string } | null)[] = []
  const asked: string[] = []
  const reranking = createRerankingService({
    settings: {
      get: () => settings,
      set: async (change) => {
        settings = { ...settings, ...change }
        return settings
      },
    },
    isSearching: () => isSearching,
    search: {
      tryReranker: async () =>
        problem ? { usable: false, problem } : { usable: true, title: 'ms-marco', milliseconds: 420 },
      rerankBy: async (wanted) => {
        told.push(wanted)
        return { heard: true }
      },
      health: async () => {
        asked.push('health')
        return { state: 'ready', detail: '', vectors: 1, engine: 'exact', reranker: { folder, problem: failure } }
      },
    },
  })
  return { reranking, settings: () => settings, told, asked, fail: (next: RerankerProblem) => (failure = next) }
}
