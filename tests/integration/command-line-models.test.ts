import { expect, onTestFinished, test, vi } from 'vitest'
import { openLibrary } from '../../main/app/open-library.ts'
import { startOllamaTestServer } from '../ollama/test-server.ts'
import { alcove, folderWith } from './alcove-process.ts'

vi.setConfig({ testTimeout: 120_000 })

test('one model is printed with what Ollama says of it and whether it is in memory', async () => {
  const { data, env, server } = await setup()

  const before = await alcove(data, ['models', '--details', 'scripted-chat', '--json'], { env })
  server.memory.load({ model: 'scripted-chat', keep_alive: -1 })
  const loaded = await alcove(data, ['models', '--details', 'scripted-chat', '--json'], { env })
  const words = await alcove(data, ['models', '--details', 'scripted-chat:latest'], { env })

  expect([before.code, loaded.code, words.code]).toEqual([0, 0, 0])
  expect([before.json, loaded.json]).toMatchObject([
    {
      model: {
        name: 'scripted-chat',
        architecture: 'llama',
        parameters: '677K',
        contextLength: 4_096,
        capabilities: ['completion'],
        license: 'Test weights',
      },
      inMemory: false,
    },
    { inMemory: { bytes: 4_919_040, graphicsBytes: 0, contextLength: 4_096, until: 'server-ends' } },
  ])
  expect(words.stdout).toMatch(/^scripted-chat:latest\n {2}Architecture {2}llama\n {2}Parameters {4}677K\n/)
  expect(words.stdout).toContain('In memory     yes, 4.7 MB, none of it on graphics cards, until Ollama ends')
  expect(words.stdout).toContain('\nSystem prompt\nAnswer from the numbered passages.')
})

test('a model that is not there, and an Ollama that is away, are said with exit code 1', async () => {
  const { data, env, server } = await setup()

  const unknown = await alcove(data, ['models', '--details', 'nowhere', '--json'], { env })
  await server.close()
  const away = await alcove(data, ['models', '--details', 'scripted-chat'], { env })

  expect([unknown.code, unknown.json, away.code, away.stderr]).toEqual([
    1,
    { error: { code: 'OLLAMA_CALL_FAILED', message: expect.stringContaining('Ollama has no model nowhere.') } },
    1,
    expect.stringContaining('Ollama does not answer at'),
  ])
})

test('what was asked of each model is summed up over the days that are named', async () => {
  const { data, env, server } = await setup()
  const none = await alcove(data, ['models', '--statistics'], { env })
  await askTwice(data, server.address)

  const json = await alcove(data, ['models', '--statistics', '--days', '3', '--json'], { env })
  const words = await alcove(data, ['models', '--statistics'], { env })
  const wrong = await alcove(data, ['models', '--statistics', '--days', '91'], { env })

  expect([none.stdout, none.code]).toEqual(['No model was asked anything in the last 7 days.\n', 0])
  expect(json.json).toEqual({
    days: 3,
    models: [
      {
        server: 'ollama',
        model: 'scripted-chat',
        local: true,
        requests: 2,
        failed: 1,
        firstWordMs: { median: expect.any(Number), p95: expect.any(Number) },
        tokensPerSecond: expect.any(Number),
        promptTokens: expect.any(Number),
        answerTokens: expect.any(Number),
      },
    ],
  })
  expect(words.stdout).toMatch(
    /^scripted-chat, ollama: stays on this machine\n {2}2 requests, 1 failed\n {2}first word after \d+ ms, 95% within \d+ ms\n {2}[\d.]+ tokens a second\n {2}\d+ tokens? read\n {2}\d+ tokens? written\n$/,
  )
  expect([wrong.code, wrong.stderr]).toEqual([2, 'error: --days takes a number from 1 to 90\n'])

  async function askTwice(folder: string, address: string) {
    vi.stubEnv('OLLAMA_HOST', address)
    onTestFinished(() => void vi.unstubAllEnvs())
    const opened = await openLibrary({ data: folder, from: folder })
    if (!opened.ok) throw new Error(opened.failure.code)
    const { client, close } = opened.value
    const papers = folderWith({ 'lease.md': 'The lease ends on 31 March 2027.' })
    await client.settings.set({ modelTitles: false })
    const { batchId } = await client.library.add({ paths: [papers], watch: false })
    for await (const event of await client.library.follow({ batchId })) if (event.finished) break
    server.next({ text: 'In March [1].' }, { text: 'In', ending: 'error-line', after: 1 })
    for (const question of ['When does the lease end?', 'When does it end?']) {
      const model = { runtime: 'ollama', name: 'scripted-chat' } as const
      for await (const event of await client.chat.ask({ question, model })) void event
    }
    await close()
  }
})

async function setup() {
  const server = await startOllamaTestServer()
  onTestFinished(() => server.close())
  return { data: folderWith(), env: { OLLAMA_HOST: server.address }, server }
}
