import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join as path } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { join } from '../../main/app/join.ts'
import { startOllamaTestServer } from '../ollama/test-server.ts'
import { alcove, folderWith, type Service, startService } from './alcove-process.ts'

vi.setConfig({ testTimeout: 120_000 })

const canary = 'sk-canary-7d1f0b2c'
const passphrase = 'canary passphrase 93'

test('a key is nowhere but sealed: not in files, answers, logs, the process list, or what is exported', async () => {
  const model = await startOllamaTestServer()
  onTestFinished(() => model.close())
  const data = folderWith()
  const papers = folderWith({ 'lease.md': '# Lease\n\nThe lease ends on 31 March 2027.\n' })
  await alcove(data, ['add', papers, '--wait', '--json'])
  const service = await startService(data)
  const client = await clientOf(service)

  await client.secrets.seal({ passphrase })
  const added = await client.models.providers.add({
    name: 'Stand-in',
    address: `${model.address}/v1`,
    models: ['scripted-chat'],
    listed: true,
    key: canary,
  })
  model.next({ status: 401, body: `{"error":{"message":"${canary} is wrong"}}`, contentType: 'application/json' })
  const choice = { runtime: 'openai-compatible' as const, name: 'scripted-chat', provider: added.provider.id }
  const told: unknown[] = [added]
  for await (const event of await client.chat.ask({ question: 'When does the lease end?', model: choice }))
    told.push(event)
  told.push(
    await client.models.providers.list(),
    await client.models.state(),
    await client.settings.get(),
    await client.secrets.state(),
    await client.system.doctor(),
    await client.chat.conversations({}),
    await client.network.list({}),
  )
  const processes = await promisify(execFile)('ps', ['-eo', 'args']).catch(() => ({ stdout: '' }))
  await service.stop()

  expect(model.asked).toContain('POST /v1/chat/completions')
  expect(JSON.stringify(told)).toContain('(key) is wrong')
  expect(added.kept).toBe('file')
  expect([JSON.stringify(told), processes.stdout].map(holdsIt)).toEqual([false, false])
  expect(filesIn(data).filter(({ bytes }) => holdsIt(bytes.toString('latin1')))).toEqual([])
})

test('what was sealed is there again after a start, once its passphrase is given', async () => {
  const model = await startOllamaTestServer()
  onTestFinished(() => model.close())
  const data = folderWith()
  const first = await startService(data)
  const before = await clientOf(first)
  await before.secrets.seal({ passphrase })
  await before.models.providers.add({
    name: 'Stand-in',
    address: `${model.address}/v1`,
    models: [],
    listed: true,
    key: canary,
  })
  await first.stop()

  const second = await startService(data)
  const client = await clientOf(second)
  const locked = [await client.secrets.state(), (await client.models.providers.list())[0]?.keyIn]
  const wrong = await client.secrets.open({ passphrase: 'another' }).catch((error: unknown) => error)
  const opened = await client.secrets.open({ passphrase })
  const key = (await client.models.providers.list())[0]?.keyIn

  expect({ locked, wrong, opened, key }).toMatchObject({
    locked: [{ place: 'until-quit', file: 'locked' }, 'locked'],
    wrong: { code: 'WRONG_PASSPHRASE' },
    opened: { place: 'file', file: 'open', untilQuit: 0 },
    key: 'file',
  })
})

test('the passphrase of the environment opens it without a page', async () => {
  const data = folderWith()
  vi.stubEnv('ALCOVE_SECRETS_PASSPHRASE', passphrase)
  onTestFinished(() => void vi.unstubAllEnvs())
  const first = await startService(data)
  const writing = await clientOf(first)
  await writing.models.providers.add({
    name: 'Stand-in',
    address: 'http://127.0.0.1:61997/v1',
    models: ['m'],
    listed: false,
    key: canary,
  })
  await first.stop()

  const second = await startService(data)
  const client = await clientOf(second)

  expect([(await client.models.providers.list())[0]?.keyIn, (await client.secrets.state()).file]).toEqual([
    'file',
    'open',
  ])
})

function holdsIt(text: string): boolean {
  return text.includes(canary) || text.includes(passphrase)
}

function filesIn(folder: string): { readonly file: string; readonly bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => ({ file, bytes: readFileSync(file) }))
}

/** As the command line joins a process that holds the library. */
async function clientOf({ url, token }: Service) {
  const joined = await join({ pid: process.pid, url, token })
  if (!joined) throw new Error('Nobody answers')
  onTestFinished(() => joined.close())
  return joined.client
}
