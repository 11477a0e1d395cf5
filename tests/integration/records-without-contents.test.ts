import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { Client } from '../../main/app/client.ts'
import { join as joinHolder } from '../../main/app/join.ts'
import { alcove, folderWith, type Service, startService } from './alcove-process.ts'

vi.setConfig({ testTimeout: 240_000 })

/** What must be in no record, as it is and as JSON, base64 or an address would write it. */
const canaries = {
  text: 'quagga-text-7431',
  name: 'quagga-name-2290',
  question: 'quagga-question-6617',
  key: 'quagga-key-8812',
  passphrase: 'quagga-passphrase-3305',
  folder: 'quagga-folder-1178',
  page: 'quagga-page-5520',
  instructions: 'quagga-instructions-9046',
}

test('a whole session with failures, deaths of processes and a kill leaves records without contents', async () => {
  const data = folderWith()
  const papers = folderWith({
    [`${canaries.folder}/${canaries.name}.txt`]: `The ${canaries.text} is due on 3 May.\n`,
    [`${canaries.folder}/${canaries.name}.pdf`]: `%PDF-1.7 ${canaries.text} and no more`,
    [`${canaries.folder}/${canaries.name}.docx`]: `PK ${canaries.text}`,
  })
  process.env['ALCOVE_LOG_LEVEL'] = 'debug'
  const service = await startService(data)
  await alcove(data, ['add', join(papers, canaries.folder), '--wait', '--json'])
  await alcove(data, ['search', `${canaries.question} ${canaries.text}`, '--json'])
  await alcove(data, ['ask', `What is the ${canaries.question}?`, '--json'])
  await withClient(service, everythingThatFails)
  for (const signal of ['SIGKILL', 'SIGSEGV'] as const) killWorkers(service, signal)
  await alcove(data, ['search', canaries.question, '--json'])
  await withClient(service, (client) =>
    vi.waitFor(async () => expect((await client.operation.crashes.list()).length).toBeGreaterThan(1), 30_000),
  )
  const bundle = await withClient(service, (client) => client.operation.diagnostics.collect())
  service.child.kill('SIGKILL')
  await once(service.child, 'exit')
  const after = await startService(data)
  const unseen = await withClient(after, (client) => client.operation.crashes.unseen())
  await after.stop()

  const records = [
    ...filesUnder(data, ['logs', 'crashes']),
    ...bundle.files.map(({ name, text }) => ({ name: `bundle/${name}`, text, mode: 0 })),
  ]
  expect(unseen).toMatchObject({ process: 'main', reason: 'vanished' })
  expect(unseen?.events.length).toBeGreaterThan(5)
  expect(records.flatMap(({ name, text }) => hitsIn(text).map((canary) => `${canary} in ${name}`))).toEqual([])
  expect(records.filter(({ mode }) => process.platform !== 'win32' && (mode & 0o077) !== 0)).toEqual([])
  expect(bundle.files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['read-me.txt', 'settings.json', 'health.json', 'library.json', 'logs/alcove.1.log']),
  )
  const log = records.filter(({ name }) => name.endsWith('.log')).map(({ text }) => text)
  for (const event of ['"process-ended"', '"refused"', '"called"', '"page-error"', '"ended-unexpectedly"'])
    expect(log.join('')).toContain(event)
})

test('a canary in a record would be noticed', () => {
  for (const text of [canaries.key, canaries.key.toUpperCase(), Buffer.from(canaries.key).toString('base64')])
    expect(hitsIn(`before ${text} after`)).toEqual(['key'])
})

async function everythingThatFails(client: Client) {
  const anyway = (call: Promise<unknown>) => call.catch(() => {})
  await client.settings.set({
    customInstructions: canaries.instructions,
  })
  await client.models.providers.add({
    name: canaries.name,
    address: 'http://127.0.0.1:61998/v1',
    models: [canaries.name],
    listed: true,
    key: canaries.key,
  })
  await anyway(client.settings.set({ [canaries.key]: canaries.key } as never))
  await anyway(client.library.document({ documentId: canaries.name }))
  await anyway(client.backup.setSecret({ secret: 'passphrase', value: canaries.passphrase }))
  await anyway(client.backup.now({ to: `/nowhere/${canaries.folder}`, passphrase: canaries.passphrase }))
  await anyway(client.chat.conversation({ conversationId: canaries.name, last: 1 }))
  await anyway(client.search.find({ query: `"${canaries.question}`, limit: 5 } as never))
  await client.operation.pageError({ name: 'TypeError', stack: ['render@renderer/chat/AskPage.tsx:12'] })
  await anyway(client.operation.pageError({ name: canaries.page, stack: [], message: canaries.page } as never))
  await anyway(client.operation.pageError({ name: 'Error', stack: [`at ${canaries.page}`] }))
}

async function withClient<T>(service: Service, body: (client: Client) => Promise<T>): Promise<T> {
  const joined = await joinHolder({ pid: service.child.pid ?? 0, url: service.url, token: service.token })
  if (!joined) throw new Error('The service does not answer')
  try {
    return await body(joined.client)
  } finally {
    await joined.close()
  }
}

function killWorkers({ child }: Service, signal: NodeJS.Signals) {
  const listed = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(child.pid)], { encoding: 'utf8' })
  for (const line of listed.split('\n')) {
    const [, pid, name] = /^\s*(\d+) .*\/(library|search)\.worker\.ts/.exec(line) ?? []
    if (pid && (signal === 'SIGKILL') === (name === 'library')) process.kill(Number(pid), signal)
  }
}

function hitsIn(text: string): string[] {
  const lower = text.toLowerCase()
  return Object.entries(canaries)
    .filter(([, canary]) =>
      [canary, Buffer.from(canary).toString('base64'), Buffer.from(canary).toString('hex')].some((written) =>
        lower.includes(written.toLowerCase()),
      ),
    )
    .map(([what]) => what)
}

function filesUnder(root: string, folders: readonly string[]) {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({
        name: path.slice(root.length),
        text: readFileSync(path, 'latin1'),
        mode: statSync(path).mode,
      })),
  )
}
