import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { KeptSpan, Trace } from '#contract/inside.contract'
import { type Opened, openLibrary } from '../../main/app/open-library.ts'
import { folderWith } from './alcove-process.ts'

vi.setConfig({ testTimeout: 240_000 })

test('a question is followed through both processes, step by step, and a file from the queue to its text', async () => {
  const { client, add, ask } = await setup()
  await client.operation.setFlag({ name: 'inside', on: true })

  await add()
  await ask('When does the quagga lease end?')
  const { asked, ingested } = await vi.waitFor(async () => {
    const traces = await client.operation.inside.traces()
    const found = { asked: byName(traces, 'ask'), ingested: byName(traces, 'ingest') }
    expect(namesIn(found.asked)).toEqual(expect.arrayContaining(['search', 'find', 'words', 'meaning', 'citations']))
    expect(namesIn(found.ingested)).toEqual(expect.arrayContaining(['read-file', 'parse']))
    return found
  }, 60_000)

  expect(pathTo(asked, 'words')).toEqual(['main:ask', 'main:search', 'search:find', 'search:words'])
  expect(pathTo(asked, 'embed-question')).toEqual(['main:ask', 'main:search', 'search:find', 'search:embed-question'])
  expect(pathTo(asked, 'save')).toEqual(['main:ask', 'main:save'])
  expect(pathTo(ingested, 'parse')).toEqual(['main:ingest', 'library:read-file', 'library:parse'])
  expect(asked.spans.every(({ at, milliseconds }) => milliseconds >= 0 && at >= asked.at - 50)).toBe(true)
  expect(JSON.stringify([asked, ingested])).not.toMatch(/quagga|lease/)
})

test('nothing is kept while it is off, and what was kept outlives the program, for its owner alone', async () => {
  const { client, ask, again, data } = await setup()
  await ask('Is anything here?')
  expect(await client.operation.inside.traces()).toEqual([])
  await client.operation.setFlag({ name: 'inside', on: true })
  await ask('Is anything here now?')
  await vi.waitFor(async () => expect((await client.operation.inside.traces()).length).toBeGreaterThan(0))

  const next = await again()
  const file = join(data, 'logs', 'traces.json')
  const kept = await next.operation.inside.traces()
  const mode = statSync(file).mode & 0o077
  const forgotten = await next.operation.inside.forget()
  await next.operation.setFlag({ name: 'inside', on: false })

  expect(kept.map(({ name }) => name)).toContain('ask')
  expect([mode, forgotten.forgotten > 0, await next.operation.inside.traces()]).toEqual([0, true, []])
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '[]').toBe('[]')
})

async function setup() {
  const data = folderWith()
  const papers = folderWith({ 'lease.md': '# Lease\n\nThe quagga lease ends on 31 March 2027.\n' })
  let opened = await open()
  onTestFinished(async () => void (await opened.close()))
  const { client } = opened
  return { client, data, add, ask, again }

  async function add() {
    await client.library.add({ paths: [papers] })
    await vi.waitFor(async () => expect((await client.system.status()).byState.ready).toBe(1), 60_000)
  }

  async function ask(question: string) {
    for await (const event of await client.chat.ask({ question })) if (event.type === 'done') return
  }

  async function again() {
    await opened.close()
    opened = await open()
    return opened.client
  }

  async function open(): Promise<Opened> {
    const found = await openLibrary({ data, from: data })
    if (!found.ok) throw new Error(found.failure.message)
    if (found.value.held) await found.value.app.start()
    return found.value
  }
}

function byName(traces: readonly Trace[], name: string): Trace {
  const trace = traces.find((one) => one.name === name)
  if (!trace) throw new Error(`There is no trace ${name}`)
  return trace
}

function namesIn({ spans }: Trace): string[] {
  return spans.map(({ name }) => name)
}

/** The steps around a step, from the first to itself. */
function pathTo({ spans }: Trace, name: string): string[] {
  const path: string[] = []
  let span: KeptSpan | undefined = spans.find((one) => one.name === name)
  while (span) {
    path.unshift(`${span.process}:${span.name}`)
    const { parent } = span
    span = spans.find(({ id }) => id === parent)
  }
  return path
}
