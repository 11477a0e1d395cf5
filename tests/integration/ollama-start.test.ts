import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { sentenceForOllamaStart } from '#contract/models.sentences'
import { createOllamaStart, findOllamaProgram } from '../../main/models/ollama-program.ts'
import { standInProgram } from '../ollama/ollama-program.ts'
import { alcove, folderWith } from './alcove-process.ts'

vi.setConfig({ testTimeout: 60_000 })
// The stand-in is a script for a shell.
const onWindows = process.platform === 'win32'

test.skipIf(onWindows)(
  'Ollama that is installed and does not run is started once, without what is secret, and outlives the call',
  async () => {
    const program = await setup()
    const environment = { ...program.environment, ALCOVE_SECRETS_PASSPHRASE: 'canary' }
    const start = createOllamaStart({ address: () => program.address, environment })

    const started = await Promise.all([start(), start()])
    const { pid, ...seen } = program.seen()
    const again = await start()

    expect({ started, seen, again, same: program.seen().pid === pid, lives: process.kill(pid, 0) }).toEqual({
      started: [
        { ok: true, value: null },
        { ok: true, value: null },
      ],
      seen: { arguments: ['serve'], hasSecrets: false },
      again: { ok: true, value: null },
      same: true,
      lives: true,
    })
  },
)

test.skipIf(onWindows)('one that ends at once, is not there, or belongs elsewhere is said', async () => {
  const failing = await setup({ fails: true })
  const fine = await setup()
  const start = (address: string, environment: Record<string, string>) =>
    createOllamaStart({ address: () => address, environment })()

  const outcomes = [
    await start(failing.address, failing.environment),
    await start(fine.address, { ...fine.environment, PATH: '/nowhere' }),
    await start('http://gpu.example:11434', fine.environment),
    await start('https://127.0.0.1:11434', fine.environment),
  ]

  expect(outcomes.map((outcome) => !outcome.ok && [outcome.failure.reason, outcome.failure.detail])).toEqual([
    ['ended', 'code 3'],
    ['not-installed', fine.address],
    ['not-here', 'http://gpu.example:11434'],
    ['not-here', 'https://127.0.0.1:11434'],
  ])
  expect(outcomes.map((outcome) => !outcome.ok && sentenceForOllamaStart(outcome.failure))).toEqual([
    expect.stringContaining('ended at once (code 3)'),
    expect.stringContaining('was not found'),
    expect.stringContaining('which Alcove cannot start'),
    expect.stringContaining('which Alcove cannot start'),
  ])
  expect(() => fine.seen()).toThrow('ENOENT')
})

test.skipIf(onWindows)(
  'only a program that may be run counts, and never one in the folder Alcove was started from',
  async () => {
    const { folder } = await setup()
    const found = findOllamaProgram({ PATH: `/nowhere:${folder}` })
    chmodSync(join(folder, 'ollama'), 0o644)

    expect([
      found,
      findOllamaProgram({ PATH: folder }) === found,
      findOllamaProgram({ PATH: '.:' })?.startsWith('.') ?? false,
    ]).toEqual([join(folder, 'ollama'), false, false])
  },
)

test.skipIf(onWindows)(
  'the command line starts it, lists what it has, and asks for consent for nothing on this machine',
  async () => {
    const program = await setup()
    const data = folderWith()
    for (const [name, value] of Object.entries(program.environment)) {
      vi.stubEnv(name, name === 'PATH' ? `${value}:${process.env.PATH}` : value)
    }
    onTestFinished(() => void vi.unstubAllEnvs())

    const before = await alcove(data, ['models', '--json'])
    const started = await alcove(data, ['models', '--start-ollama', '--json'])
    const allowed = await alcove(data, ['models', '--allow', 'Ollama'])
    const unknown = await alcove(data, ['models', '--withdraw', 'nobody'])

    expect([before.json, started.json]).toMatchObject([
      { active: { runtime: 'quotes' }, servers: [{ id: 'ollama', state: 'not-running', local: true, models: [] }] },
      { servers: [{ state: 'ready', models: expect.arrayContaining(['scripted-chat:latest']) }] },
    ])
    expect([allowed.code, allowed.stderr, unknown.code, unknown.stderr]).toEqual([
      2,
      expect.stringContaining('is on this machine'),
      2,
      expect.stringContaining('there is no server nobody'),
    ])
  },
)

async function setup(options: { readonly fails?: boolean } = {}) {
  const program = await standInProgram(options)
  onTestFinished(program.end)
  return program
}
