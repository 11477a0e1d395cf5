import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { openConnection } from '#database/connection'
import { join as joinHolder } from '../../main/app/join.ts'
import { type OllamaTestServer, startOllamaTestServer } from '../ollama/test-server.ts'
import { createRandom, writePapers } from './papers.ts'

const rounds = process.env.ALCOVE_FAULTS === 'long' ? 12 : 2
const killsPerRound = 3
const place = { kind: 'ollama', model: 'all-minilm' } as const
const id = 'all-minilm@ollama-11ca311fa5cb35d3'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'alcove-build-')))
const entry = fileURLToPath(new URL('../../main/cli/alcove.ts', import.meta.url))
const { NODE_V8_COVERAGE: _, ...environment } = process.env
const running = new Set<ChildProcess>()
afterAll(() => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

test('a model whose building was killed time and again has the vectors of one built undisturbed, and serves then', {
  timeout: 600_000,
}, async () => {
  const papers = join(folder, 'papers')
  writePapers(papers, 130)
  const server = await startOllamaTestServer()
  const read = await readOnce(papers, server)
  const expected = await undisturbed(read, server)

  const outcomes: unknown[] = []
  for (let seed = 1; seed <= rounds; seed += 1) {
    const random = createRandom(seed)
    const data = join(folder, `killed-${seed}`)
    cpSync(read, data, { recursive: true })
    let service = await start(data, server)
    await service.build()
    const left: number[] = []
    for (let kill = 0; kill < killsPerRound; kill += 1) {
      await moreRequests(server, 2 + Math.floor(random() * 4))
      await service.kill()
      left.push(vectorsIn(data).length)
      service = await start(data, server)
    }
    await service.serving()
    await service.end()
    // Each kill came before the end, and what was written before it stayed.
    expect(left.every((count, index) => count < expected.length && count >= (left[index - 1] ?? 0))).toBe(true)
    outcomes.push({ seed, vectors: vectorsIn(data), shipped: countIn(data) })
    rmSync(data, { recursive: true, force: true })
  }
  await server.close()

  expect(outcomes).toEqual(
    Array.from({ length: rounds }, (__, index) => ({ seed: index + 1, vectors: expected, shipped: expected.length })),
  )
})

/** A library with all vectors of the shipped model; every run begins with a copy of it. */
async function readOnce(papers: string, server: OllamaTestServer): Promise<string> {
  const data = join(folder, 'read')
  const service = await start(data, server)
  await service.read(papers)
  await service.end()
  return data
}

async function undisturbed(read: string, server: OllamaTestServer): Promise<readonly string[]> {
  const data = join(folder, 'undisturbed')
  cpSync(read, data, { recursive: true })
  const service = await start(data, server)
  await service.build()
  await service.serving()
  await service.end()
  const vectors = vectorsIn(data)
  expect(vectors.length).toBeGreaterThan(120)
  return vectors
}

/** Resolves with so many more requests, or when there are no more to come. */
async function moreRequests(server: OllamaTestServer, count: number): Promise<void> {
  for (let come = 0; come < count; come += 1) {
    await Promise.race([server.embeds.asked(), new Promise((resolve) => setTimeout(resolve, 3_000).unref())])
  }
}

async function start(data: string, server: OllamaTestServer) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, 'serve', '--json'], {
    env: { ...environment, ALCOVE_DATA: data, INIT_CWD: folder, OLLAMA_HOST: server.address },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  const { client } = await connect(child)
  return { read, build: () => client.models.embedding.build({ place }), serving, kill: () => end('SIGKILL'), end }

  async function read(papers: string) {
    const { batchId } = await client.library.add({ paths: [papers], watch: false })
    for await (const event of await client.library.follow({ batchId })) if (event.finished) return
  }

  async function serving() {
    for await (const models of await client.models.embedding.changes()) if (models[0]?.id === id) return
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM') {
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
    running.delete(child)
  }
}

async function connect(child: ChildProcess) {
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    const { url, token } = JSON.parse(line)
    const joined = await joinHolder({ pid: child.pid ?? 0, url, token })
    if (!joined) break
    return joined
  }
  throw new Error('alcove serve did not listen')
}

/** Each passage's text with its vector: keys differ from library to library. */
function vectorsIn(data: string): readonly string[] {
  const { sqlite, close } = openConnection(join(data, 'alcove.sqlite'), { readonly: true })
  const rows = sqlite
    .prepare<[string], string>(
      `SELECT d.path || p.position || hex(e.vector) FROM embeddings e JOIN passages p ON p.key = e.passage_key
       JOIN documents d ON d.id = p.document_id WHERE e.model = ? ORDER BY 1`,
    )
    .pluck()
    .all(id)
  close()
  return rows
}

function countIn(data: string): unknown {
  const { sqlite, close } = openConnection(join(data, 'alcove.sqlite'), { readonly: true })
  const count = sqlite.prepare('SELECT count(*) FROM embeddings WHERE model <> ?').pluck().get(id)
  close()
  return count
}
