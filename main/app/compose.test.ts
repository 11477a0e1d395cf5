import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openLibrary } from './open-library.ts'
import { forkWorker, type WorkerStart } from './worker-process.ts'

test('the search process uses the index library that was set, from the next start on', async () => {
  const root = mkdtempSync(join(tmpdir(), 'alcove-compose-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))

  const engines = [
    await engineOf(root, (client) => client.settings.set({ indexEngine: 'hnswlib' })),
    await engineOf(root),
  ]

  expect(engines).toEqual(['usearch', 'hnswlib'])
})

type Client = Extract<Awaited<ReturnType<typeof openLibrary>>, { ok: true }>['value']['client']

async function engineOf(root: string, meanwhile?: (client: Client) => Promise<unknown>): Promise<unknown> {
  const started: WorkerStart[] = []
  const spawn = (start: WorkerStart) => {
    started.push(start)
    return forkWorker(start)
  }
  const opened = await openLibrary({ data: root, from: root, shell: { spawn } })
  if (!opened.ok) throw new Error(opened.failure.message)
  await opened.value.client.search.find({ query: 'anything' })
  await meanwhile?.(opened.value.client)
  await opened.value.close()
  const search = started.find(({ entry }) => entry.pathname.endsWith('search.worker.ts'))
  return (search?.options as { readonly engine?: unknown } | undefined)?.engine
}
