import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, relative } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { listCompatibleModels } from '#models/chat/openai-compatible.server'
import { outwardFetch } from '#models/network/outward'
import type { Client } from '../../main/app/client.ts'
import { alcove, folderWith, type Service, startService } from '../integration/alcove-process.ts'
import { untilState } from '../integration/until-state.ts'
import { report } from './fault-run.ts'

vi.setConfig({ testTimeout: 300_000 })

/** Words that stand nowhere else, one for each thing that could be found where it should not be. */
const canaries = {
  key: 'sk-canaryKeyQ7xW2',
  passphrase: 'canary-passphrase-R8zY',
  password: 'canary-password-T3bN',
  document: 'Zerbinettacanaryone',
  pasted: 'Ariadnecanarytwo',
  title: 'Najadecanarythree',
  question: 'Echocanaryfour',
  typed: 'Dryadecanaryfive',
  garbage: 'Scaramucciocanarysix',
}
type Canary = keyof typeof canaries

test('secrets stand in no file and in no process, and what a person wrote in no log, record, index or encrypted backup', async () => {
  const data = folderWith()
  const kept = folderWith()
  const files = folderWith({ 'lease.txt': `The lease of ${canaries.document} ends in March and not before.\n` })
  const service = await startService(data)
  const { client, socket } = connect(service)

  await client.models.providers.add({
    name: 'Elsewhere',
    address: 'http://127.0.0.1:61998/v1',
    models: ['any'],
    listed: true,
    key: canaries.key,
  })
  await client.backup.setSecret({ secret: 'passphrase', value: canaries.passphrase })
  await client.backup.setSecret({ secret: 'password', value: canaries.password })
  await fill(client, data, files)
  await client.search.find({ query: `${canaries.typed} lease`, limit: 5 })
  await client.backup.plan({ place: { kind: 'folder', path: kept }, every: 'weekly', encrypted: true })
  await client.backup.now({})
  await malformed(service, socket)
  const processes = allProcesses(service.child.pid ?? 0)
  socket.close()
  await service.stop()

  const backups = readdirSync(kept)
  const inData = hitsIn(data)
  const inBackups = hitsIn(kept)
  const told = inData.filter(({ file }) => !/^(alcove\.sqlite|imports\/)/.test(file))
  const secrets = inData.filter(({ canary }) => ['key', 'passphrase', 'password'].includes(canary))
  report('S19 canaries', {
    canaries: Object.keys(canaries).length,
    files: filesIn(data).length + backups.length,
    processes: processes.length,
    hits: told.length + secrets.length + inBackups.length,
  })
  expect({
    told,
    secrets,
    inBackups,
    inProcesses: processes.filter(({ said }) => hits(Buffer.from(said)).length > 0),
  }).toEqual({
    told: [],
    secrets: [],
    inBackups: [],
    inProcesses: [],
  })
  // They were there to be found: the library itself holds what was put into it.
  expect(new Set(inData.map(({ canary }) => canary))).toEqual(new Set(['document', 'pasted', 'title', 'question']))
  expect(backups.filter((name) => name.endsWith('.aes'))).toHaveLength(1)
})

test('with encryption on no byte of the data folder, of backups and of what is told holds a word of it, open or closed', async () => {
  const data = folderWith()
  const kept = folderWith()
  const files = folderWith({ 'lease.txt': `The lease of ${canaries.document} ends in March and not before.\n` })
  const passphrase = { MINE: canaries.passphrase, ALCOVE_PASSPHRASE: canaries.passphrase }
  await alcove(data, ['encrypt', '--passphrase-env', 'MINE', '--json'], { env: passphrase })
  const service = await startService(data)
  const closed = await untilState(service, 'closed')
  await closed.client.encryption.unlock({ secret: canaries.passphrase })
  await closed.gone
  await untilState(service, 'open')
  const { client, socket } = connect(service)
  await client.backup.setSecret({ secret: 'password', value: canaries.password })
  await fill(client, data, files)
  await client.search.find({ query: `${canaries.typed} lease`, limit: 5 })
  await client.backup.plan({ place: { kind: 'folder', path: kept }, every: 'weekly', encrypted: false })
  await client.backup.now({})
  await malformed(service, socket)
  const { searched } = await client.search.find({ query: canaries.document, limit: 5, mode: 'words' })
  const open = hitsIn(data)
  const processes = allProcesses(service.child.pid ?? 0)
  socket.close()
  await service.stop()

  const after = [...hitsIn(data), ...hitsIn(kept)]
  const inProcesses = processes.filter(({ said }) => hits(Buffer.from(said)).length > 0)
  report('S19 encrypted', {
    canaries: Object.keys(canaries).length,
    files: filesIn(data).length + filesIn(kept).length,
    hits: open.length + after.length + inProcesses.length,
  })
  expect({ open, after, inProcesses }).toEqual({ open: [], after: [], inProcesses: [] })
  expect([searched.documents, readdirSync(kept).length > 0]).toEqual([2, true])
})

test('what was deleted for good is gone from every byte of the data folder', async () => {
  const data = folderWith()
  const files = folderWith({ 'lease.txt': `The lease of ${canaries.document} ends in March and not before.\n` })
  const service = await startService(data)
  const { client, socket } = connect(service)
  await fill(client, data, files)
  await client.search.saved.used({ query: `${canaries.typed} lease` } as never).catch(() => {})
  const { items } = await client.library.list({})

  await client.library.bin.removeDocuments({ documentIds: items.flatMap(({ documentId }) => documentId ?? []) })
  await client.library.bin.empty({ ids: [] })
  for (const { id } of await client.chat.conversations({})) await client.chat.remove({ conversationId: id })
  await client.chat.emptyBin({})
  await client.search.saved.forget({} as never).catch(() => {})
  socket.close()
  await service.stop()

  const left = hitsIn(data)
  report('S19 deleted for good', { documents: items.length, files: filesIn(data).length, hits: left.length })
  expect({ left, documents: items.length }).toEqual({ left: [], documents: 2 })
})

test('the environment is not put into addresses, however they ask for it', async () => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${JSON.stringify(request.headers)}`)
    response.end('{"data":[]}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  vi.stubEnv('ALCOVE_CANARY', canaries.key)
  onTestFinished(() => void vi.unstubAllEnvs())
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const forms = [`$\{ALCOVE_CANARY}`, '$ALCOVE_CANARY', '%ALCOVE_CANARY%', '{{ALCOVE_CANARY}}', '{env:ALCOVE_CANARY}']

  for (const form of forms) {
    await outwardFetch('answers')(`${base}/${form}`)
    await listCompatibleModels({ address: `${base}/${form}`, key: form }).catch(() => {})
  }

  expect([asked.length, asked.filter((one) => one.includes(canaries.key))]).toEqual([forms.length * 2, []])
})

/** A document of a file, one that was pasted, and a conversation about them. */
async function fill(client: Client, data: string, files: string): Promise<void> {
  await alcove(data, ['add', files, '--wait', '--json'])
  const { batchId } = await client.library.addText({
    title: `Notes of ${canaries.title}`,
    text: `What ${canaries.pasted} said about the lease. `.repeat(5),
  })
  for await (const event of await client.library.follow({ batchId })) if (event.finished) break
  await alcove(data, ['ask', `When does the lease end, ${canaries.question}?`, '--json'])
}

/** Calls that go wrong, each with words in it that are nobody's business. */
async function malformed({ url, token }: Service, socket: WebSocket): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const bodies = [
    `{"query":"${canaries.garbage}`,
    `{"query":{"${canaries.garbage}":1}}`,
    canaries.garbage,
    `["${canaries.garbage}"]`,
  ]
  for (const body of bodies) await (await fetch(`${url}/api/search`, { method: 'POST', headers, body })).text()
  await (await fetch(`${url}/${canaries.garbage}?token=${canaries.garbage}`)).text()
  for (const body of bodies) socket.send(body)
  socket.send(`{"i":1,"p":{"u":"/search/find","b":{"json":{"query":["${canaries.garbage}"]}}}}`)
  socket.send(`{"i":2,"p":{"u":"/${canaries.garbage}","b":{"json":null}}}`)
}

function connect({ url, token }: Service) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc`, { headers: { authorization: `Bearer ${token}` } })
  onTestFinished(() => socket.terminate())
  // `ws` and the browser's WebSocket differ in what their types say, not in what is used here.
  const client: Client = createORPCClient(new RPCLink({ websocket: socket as never }))
  return { client, socket }
}

interface Hit {
  readonly canary: Canary
  readonly file: string
}

function hitsIn(folder: string): readonly Hit[] {
  return filesIn(folder).flatMap((file) => {
    const name = relative(folder, file).replaceAll('\\', '/')
    return [...hits(readFileSync(file)), ...hits(Buffer.from(name))].map((canary) => ({ canary, file: name }))
  })
}

/** The canaries in some bytes, as text of one or two bytes a sign, in any case. */
function hits(bytes: Buffer): readonly Canary[] {
  const texts = [bytes.toString('latin1').toLowerCase(), bytes.toString('utf16le').toLowerCase()]
  return (Object.keys(canaries) as Canary[]).filter((name) =>
    texts.some((text) => text.includes(canaries[name].toLowerCase())),
  )
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** What every other process of this machine can read of Alcove's own (Linux). */
function allProcesses(first: number): readonly { readonly pid: number; readonly said: string }[] {
  if (process.platform !== 'linux') return []
  const known = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const parents = new Map(known.map((pid) => [Number(pid), parentOf(pid)]))
  const family = [first]
  for (let at = 0; at < family.length; at += 1) {
    for (const [pid, parent] of parents) if (parent === family[at]) family.push(pid)
  }
  return family.map((pid) => ({ pid, said: `${readOf(pid, 'cmdline')} ${readOf(pid, 'environ')}` }))
}

function parentOf(pid: string): number {
  return Number(/^PPid:\s*(\d+)/m.exec(readOf(Number(pid), 'status'))?.[1] ?? 0)
}

function readOf(pid: number, what: string): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8')
  } catch {
    // It has ended, or is another user's.
    return ''
  }
}
