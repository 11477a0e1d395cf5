import { expect, onTestFinished, test, vi } from 'vitest'
import type { restlessContract } from '../../tests/fixtures/workers/restless.contract.ts'
import { startWorker, type WorkerSettings } from './start-worker.ts'
import { WorkerDied } from './worker-connection.ts'

test('the process starts at the first call and has the options it was given', async () => {
  const worker = setup({ options: { depth: 3 } })
  const before = worker.pid()

  const options = await worker.client.options()

  expect({ before, options, running: worker.pid() === (await worker.client.pid()) }).toEqual({
    before: null,
    options: { depth: 3 },
    running: true,
  })
})

test('every new process is told what it must know before any other call reaches it', async () => {
  const told: number[] = []
  const begun = Promise.withResolvers<void>()
  const { promise: gate, resolve: open } = Promise.withResolvers<void>()
  const worker = setup({
    begin: async (client) => {
      told.push(await client.pid())
      begun.resolve()
      await gate
    },
  })

  const first = worker.client.pid()
  await begun.promise
  const early = await Promise.race([first, Promise.resolve('not yet')])
  open()
  const pid = await first
  await worker.client.die().catch(() => {})
  const second = await worker.client.pid()

  expect([early, told]).toEqual(['not yet', [pid, second]])
})

test('calls and streams in flight reject with WorkerDied when the process dies, and later calls reach its successor', async () => {
  const exits: unknown[] = []
  const worker = setup({ onExit: (exit) => exits.push(exit) })
  const first = await worker.client.pid()
  const waiting = worker.client.wait().catch((error: unknown) => error)
  const stream = await worker.client.count()
  const dying = worker.client.die().catch((error: unknown) => error)

  const broken = await drain(stream).catch((error: unknown) => error)
  const second = await worker.client.pid()

  expect({
    errors: [await waiting, await dying, broken].map((error) => error instanceof WorkerDied),
    moved: second !== first,
    restarts: worker.restarts(),
    exits,
  }).toEqual({
    errors: [true, true, true],
    moved: true,
    restarts: 1,
    exits: [{ code: null, signal: 'SIGKILL' }],
  })
})

test('leaving a stream stops it in the process', async () => {
  const worker = setup()

  for await (const n of await worker.client.count()) if (n >= 3) break

  await expect.poll(() => worker.client.closed()).toBe(1)
})

test('a process killed again and again is started again each time', async () => {
  const worker = setup()
  const pids = new Set<number>()
  for (let round = 0; round < 3; round++) {
    pids.add(await worker.client.pid())
    await worker.client.die().catch(() => {})
  }
  pids.add(await worker.client.pid())

  expect({ processes: pids.size, restarts: worker.restarts() }).toEqual({ processes: 4, restarts: 3 })
})

test('a call that waits for a restart ends when its signal does', async () => {
  const worker = setup()
  for (let round = 0; round < 3; round++) await worker.client.die().catch(() => {})

  const aborted = await worker.client
    .pid(undefined, { signal: AbortSignal.abort(new Error('no longer wanted')) })
    .catch(String)

  expect(aborted).toBe('Error: no longer wanted')
})

test('closing ends the process and rejects what is in flight', async () => {
  const worker = setup()
  const pid = await worker.client.pid()
  const waiting = worker.client.wait().catch((error: unknown) => error)

  await worker.close()

  expect({
    died: (await waiting) instanceof WorkerDied,
    refused: (await worker.client.pid().catch((error: unknown) => error)) instanceof WorkerDied,
    alive: isAlive(pid),
  }).toEqual({ died: true, refused: true, alive: false })
})

test('a process that nobody needs ends to give its memory back, and the next call starts it again', async () => {
  const exits: unknown[] = []
  const worker = setup({ restAfter: 50, onExit: (exit) => exits.push(exit) })
  const first = await worker.client.pid()
  await vi.waitUntil(() => !isAlive(first), { timeout: 5_000 })
  const pidAtRest = worker.pid()

  const second = await worker.client.pid()

  expect({ pidAtRest, isNew: second !== first, restarts: worker.restarts(), exits }).toEqual({
    pidAtRest: null,
    isNew: true,
    restarts: 0,
    exits: [],
  })
})

test('a process that is started again has the options of that moment', async () => {
  let seconds = 30
  const worker = setup({ options: () => ({ seconds }) })
  const first = await worker.client.options()
  seconds = 60
  await worker.client.die().catch(() => {})

  expect([first, await worker.client.options()]).toEqual([{ seconds: 30 }, { seconds: 60 }])
})

test('a process does not rest while a call or a stream is open', async () => {
  const worker = setup({ restAfter: 1 })
  const stream = await worker.client.count()
  const first = await stream.next()
  const pid = worker.pid()
  const waiting = worker.client.wait().catch(() => {})
  await stream.return?.(undefined)

  expect({ first, same: (await worker.client.pid()) === pid }).toEqual({ first: expect.anything(), same: true })
  await worker.close()
  await waiting
})

function setup(settings: Partial<WorkerSettings<typeof restlessContract>> = {}) {
  const worker = startWorker<typeof restlessContract>({
    name: 'restless',
    entry: new URL('../../tests/fixtures/workers/restless.worker.ts', import.meta.url),
    options: {},
    priority: 'low',
    ...settings,
  })
  onTestFinished(() => worker.close())
  return worker
}

async function drain(stream: AsyncIterable<unknown>) {
  for await (const _ of stream);
}

function isAlive(pid: number) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
