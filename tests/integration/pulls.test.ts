import { expect, onTestFinished, test } from 'vitest'
import { createPulls, type PullsDeps } from '../../main/models/pulls.ts'
import { startOllamaTestServer } from '../ollama/test-server.ts'

const name = 'scripted-think'

test('a model is fetched with its progress, is there then, and is deleted again', async () => {
  const { pulls, server, over } = await setup()
  server.pulls.next({ total: 2_000_000, steps: 4 })

  pulls.start(name)
  await over()

  expect(pulls.list()).toMatchObject([{ name, state: 'done', total: 2_000_000, completed: 2_000_000, problem: null }])
  expect(await namesOf(server.address)).toContain('scripted-think:latest')
  expect([await pulls.remove(name), await pulls.remove(name)]).toEqual([true, false])
  expect(await namesOf(server.address)).not.toContain('scripted-think:latest')
  expect(pulls.list()).toEqual([])
})

test('one that was stopped keeps what came, and goes on from there', async () => {
  const { pulls, server, over, until } = await setup()
  const never = Promise.withResolvers<void>()
  server.pulls.next({ steps: 10, hold: { after: 4, until: never.promise } })

  pulls.start(name)
  await until(({ completed }) => completed >= 300_000)
  await pulls.stop(name)
  expect(pulls.list()).toMatchObject([{ state: 'stopped', completed: 300_000 }])
  never.resolve()

  server.pulls.next({ steps: 10 })
  pulls.start(name)
  await over()
  expect(pulls.list()).toMatchObject([{ state: 'done', completed: 1_000_000 }])
  expect(server.busy()).toBe(0)
})

test('a connection that breaks is taken up by itself, as often as it may', async () => {
  const { pulls, server, over } = await setup({ retries: [1, 1] })
  server.pulls.next({ breaksAfter: 2 }, { breaksAfter: 3 }, {})

  pulls.start(name)
  await over()

  expect(pulls.list()).toMatchObject([{ state: 'done', completed: 1_000_000 }])
  expect(server.pulls.asked).toEqual([name, name, name])
})

test('what cannot be fetched says why and what to do next', async () => {
  const { pulls, server, over } = await setup({ retries: [1] })
  const tell = async (script: Parameters<typeof server.pulls.next>[0]) => {
    server.pulls.next(script)
    pulls.start(name)
    await over()
    return pulls.list()[0]?.problem
  }

  expect(await tell({ error: 'pull model manifest: file does not exist' })).toContain('There is no model of this name')
  expect(
    await tell({ error: 'pull model manifest: Get "https://registry.ollama.ai": dial tcp: no such host' }),
  ).toContain('could not reach its registry')
  expect(await tell({ total: 9e12 })).toContain('It takes 9000.0 GB more, and the disk has 10.0 GB')
  expect(pulls.list()).toMatchObject([{ state: 'failed' }])
  expect(pulls.dismiss(name)).toBe(true)
})

test('silence is no progress: it is tried again, then given up with what came', async () => {
  const { pulls, server, over } = await setup({ retries: [1], silence: 50 })
  const never = new Promise<void>(() => {})
  server.pulls.next({ hold: { after: 2, until: never } }, { hold: { after: 2, until: never } })

  pulls.start(name)
  await over()

  expect(pulls.list()).toMatchObject([{ state: 'failed', completed: 200_000 }])
})

async function setup(more: Partial<PullsDeps> = {}) {
  const server = await startOllamaTestServer({ models: ['scripted-chat'] })
  const pulls = createPulls({ address: () => server.address, freeDisk: async () => 10e9, ...more })
  onTestFinished(async () => {
    await pulls.close()
    await server.close()
  })
  const until = async (isSo: (pull: ReturnType<typeof pulls.list>[number]) => boolean) => {
    await expect.poll(() => pulls.list().some(isSo), { timeout: 10_000, interval: 5 }).toBe(true)
  }
  return { pulls, server, until, over: () => until(({ state }) => state !== 'pulling' && state !== 'waiting') }
}

async function namesOf(address: string): Promise<string[]> {
  const response = await fetch(`${address}/api/tags`)
  const { models } = (await response.json()) as { models: { name: string }[] }
  return models.map((model) => model.name)
}
