import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { AnyContractProcedure } from '@orpc/contract'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { contract } from '#contract/index'
import { folderWith, type Service, startService } from '../integration/alcove-process.ts'
import { between, isFull, oneOf, randomFor, report, times } from './fault-run.ts'

const secret = 'SECRET-outside-of-everything'

/** These take a path by right: a person may add, and look into, what is theirs. */
const takePaths = [
  'library.add',
  'library.folders',
  'library.chooseFolder',
  'backup.plan',
  'backup.now',
  'backup.restore',
]
/** These embed for seconds before they answer: one payload of twenty is tried on them. */
const takeSeconds = ['models.embedding.build', 'models.embedding.estimate']
/** These end or open something on this machine. */
const leftAlone = ['system.openExternal', 'system.shell', 'backup.restart']

const ways = ['..', '%2e%2e', '%252e%252e', '..%c0%af', '．．', '..;', '.%00.', '..\\', '%uff0e%uff0e', '\u2024\u2024']
const between1 = ['/', '\\', '%2f', '%5c', '%252f', '／', '//', '/./']
const fixed = [
  '/etc/passwd',
  'file:///etc/passwd',
  '\\\\?\\C:\\Windows\\win.ini',
  '//127.0.0.1/share',
  '/proc/self/environ',
  '~/.ssh/id_rsa',
  '.',
  '..',
  '/',
  '',
  '\0',
  'a\0b',
  'alcove.sqlite',
  '../alcove.sqlite',
  './alcove.sqlite-wal',
  '__proto__',
  'constructor',
  '{"$ne":null}',
  "' OR 1=1 --",
  '%',
  '*',
  '..%00/secret.txt',
  '\ud800',
]

test('no name, id or path given to any procedure, over HTTP or the socket, leads out of where it belongs', {
  timeout: 1_800_000,
}, async () => {
  const random = randomFor('path traversal')
  const root = folderWith({
    'secret.txt': secret,
    'page/index.html': '<!doctype html>',
    'page/assets/a.js': '0',
  })
  const data = join(root, 'data')
  const service = await startService(data, { page: join(root, 'page') })
  const { client, close } = connect(service)
  onTestFinished(close)
  const before = outsideOf(data, root)
  const payloads = [...fixed, ...Array.from({ length: times({ short: 30, full: 600 }) }, () => wayOut(random))]
  const cookie = await session(service)
  let calls = 0
  const escapes: string[] = []

  for (const payload of payloads) {
    for (const path of [`/${payload}`, `/assets/${payload}`, `/${encodeURIComponent(payload.toWellFormed())}`]) {
      look(`page ${path}`, (await get(service, path, { cookie })).body)
    }
    for (const path of ['documents/', 'documents/x/passages/', 'sources/']) {
      look(`api ${path}`, (await get(service, `/api/library/${path}${payload}`, bearer(service))).body)
    }
    // At once, since some of them wait for what never comes.
    const wanted = procedures().filter(
      ({ name }) => random() < (isFull ? 1 : 0.25) * (takeSeconds.includes(name) ? 0.05 : 1),
    )
    await Promise.all(
      wanted.flatMap(({ name, input, inputSchema }) =>
        (inputSchema ? filled(input, payload) : [undefined]).map(async (value) =>
          look(`${name} ${JSON.stringify(value)}`, await call(client, name, value)),
        ),
      ),
    )
  }

  const imports = readdirSync(join(data, 'imports'))
  report('S7 path traversal', {
    payloads: payloads.length,
    procedures: procedures().length,
    calls,
    escapes: escapes.length,
    imports: imports.length,
  })
  expect({ escapes, after: outsideOf(data, root), secret: readFileSync(join(root, 'secret.txt'), 'utf8') }).toEqual({
    escapes: [],
    after: before,
    secret,
  })
  expect(imports.filter((name) => !/^[0-9a-f-]{36}(\.[a-z0-9]{1,10})?$/.test(name))).toEqual([])
  expect(imports.length).toBeGreaterThan(0)

  function look(what: string, answer: string): void {
    calls += 1
    if (answer.includes(secret) || /root:.*:0:0:/.test(answer) || answer.includes('SQLite format 3')) escapes.push(what)
  }
})

interface Procedure {
  readonly name: string
  readonly inputSchema: z.ZodType | undefined
  readonly input: JsonSchema
}

interface JsonSchema {
  readonly type?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
}

let found: readonly Procedure[] | null = null

/** Every procedure of the contract, so that a new one is tried without a word here. */
function procedures(): readonly Procedure[] {
  found ??= proceduresIn(contract, '').filter(({ name }) => !takePaths.includes(name) && !leftAlone.includes(name))
  return found
}

function proceduresIn(part: object, at: string): Procedure[] {
  return Object.entries(part).flatMap(([key, inner]: [string, object]) => {
    const name = at ? `${at}.${key}` : key
    if (!('~orpc' in inner)) return proceduresIn(inner, name)
    const inputSchema = (inner as AnyContractProcedure)['~orpc'].inputSchema as z.ZodType | undefined
    const input = inputSchema ? z.toJSONSchema(inputSchema, { io: 'input', unrepresentable: 'any' }) : {}
    return [{ name, inputSchema, input: input as JsonSchema }]
  })
}

/** Inputs of the form a procedure takes, with the payload wherever words go. */
function filled(schema: JsonSchema, payload: string): unknown[] {
  const { type, properties = {}, items, anyOf, oneOf: several = anyOf, minimum = 1 } = schema
  if (schema.const !== undefined) return [schema.const]
  if (schema.enum) return [schema.enum[0]]
  if (several) return several.flatMap((one) => filled(one, payload))
  if (type === 'object') {
    const entries = Object.entries(properties).map(([key, one]) => [key, filled(one, payload)] as const)
    // Each form that some property may have is tried once.
    const forms = Math.max(1, ...entries.map(([, variants]) => variants.length))
    return Array.from({ length: forms + 1 }, (_, form) =>
      Object.fromEntries(
        (form === forms ? entries.slice(0, 1) : entries).map(([key, variants]) => [
          key,
          variants[form % variants.length],
        ]),
      ),
    )
  }
  if (type === 'array') return [items ? filled(items, payload).slice(0, 1) : []]
  if (type === 'number' || type === 'integer') return [Math.max(minimum, 1)]
  if (type === 'boolean') return [false]
  if (type === 'null') return [null]
  return [payload]
}

/** A way to the secret as somebody would write it who hopes that one decoder too many is at work. */
function wayOut(random: () => number): string {
  const sep = oneOf(random, between1)
  const steps = Array.from({ length: between(random, 1, 6) }, () => oneOf(random, ways))
  const target = oneOf(random, [
    'secret.txt',
    `data${sep}alcove.sqlite`,
    `etc${sep}passwd`,
    'secret.txt%00.md',
    'secret.txt\0.md',
    'secret.txt?.md',
    'secret.txt#.md',
  ])
  return `${oneOf(random, ['', '/', 'assets/', 'imports/', 'x/'])}${steps.join(sep)}${sep}${target}`
}

/** A client without its types: a function at every name. */
type Remote = ((input: unknown, options: object) => Promise<unknown>) & { readonly [key: string]: Remote | undefined }

async function call(client: unknown, name: string, input: unknown): Promise<string> {
  try {
    let remote = client as Remote
    for (const key of name.split('.')) remote = remote[key] ?? remote
    const answer = await remote(input, { signal: AbortSignal.timeout(2_000) })
    if (typeof answer !== 'object' || answer === null || !(Symbol.asyncIterator in answer))
      return JSON.stringify(answer) ?? ''
    // Streams say what they have to say at once, or nothing.
    const stream = answer as AsyncIterableIterator<unknown>
    const first = await Promise.race([stream.next(), new Promise((resolve) => setTimeout(resolve, 20))])
    await stream.return?.()
    return JSON.stringify(first) ?? ''
  } catch (error) {
    return `${error instanceof Error ? error.message : ''} ${JSON.stringify(error)}`
  }
}

function connect({ url, token }: Service) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc`, { headers: { authorization: `Bearer ${token}` } })
  // `ws` and the browser's WebSocket differ in what their types say, not in what is used here.
  const link = new RPCLink({ websocket: socket as never })
  return { client: createORPCClient(link) as unknown, close: () => socket.terminate() }
}

function bearer({ token }: Service) {
  return { authorization: `Bearer ${token}` }
}

async function session(service: Service): Promise<string> {
  const ticket = await get(service, '/tickets', bearer(service), 'POST')
  const { token } = z.object({ token: z.string() }).parse(JSON.parse(ticket.body))
  const { headers } = await get(service, `/?token=${token}`, {})
  return String(headers['set-cookie']).split(';')[0] ?? ''
}

interface Answer {
  readonly body: string
  readonly headers: NodeJS.Dict<string | string[]>
}

/** Sends the path as it is: `fetch` would tidy it up first. */
function get({ url }: Service, path: string, headers: Record<string, string>, method = 'GET'): Promise<Answer> {
  return new Promise((resolve) => {
    const broken = () => resolve({ body: '', headers: {} })
    try {
      const outgoing = request(
        { host: '127.0.0.1', port: new URL(url).port, method, path, headers, agent: false },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', broken)
          response.on('end', () => resolve({ body: Buffer.concat(chunks).toString(), headers: response.headers }))
        },
      )
      outgoing.on('error', broken).end()
    } catch {
      // Node itself refuses to send such a path.
      broken()
    }
  })
}

/** All files but those Alcove keeps for itself. */
function outsideOf(data: string, root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(`${data}/`))
    .toSorted()
}
