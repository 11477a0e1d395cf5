import { once } from 'node:events'
import { connect } from 'node:net'
import type { AnyContractProcedure } from '@orpc/contract'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { startServer } from '../../main/web/server.ts'
import { createCountingRouter, everyProcedure } from './counting-router.ts'
import { report, tally } from './fault-run.ts'

const strangeHosts = [
  'example.com',
  'example.com:PORT',
  'localhost',
  '127.0.0.1',
  '127.0.0.1:1',
  '127.1:PORT',
  '2130706433:PORT',
  '0x7f000001:PORT',
  '[::1]:PORT',
  '[::ffff:127.0.0.1]:PORT',
  '0.0.0.0:PORT',
  'localhost.:PORT',
  'LOCALHOST:PORT',
  'localhost.example.com:PORT',
  '127.0.0.1.nip.io:PORT',
  '127.0.0.1:PORT.example.com',
  '127.0.0.1:PORT@example.com',
  'user@127.0.0.1:PORT',
  '',
]
const strangeOrigins = [
  'https://example.com',
  'http://127.0.0.1',
  'http://127.0.0.1:1',
  'https://127.0.0.1:PORT',
  'http://localhost.example.com:PORT',
  'http://127.0.0.1:PORT.example.com',
  'http://127.0.0.1:PORT/',
  'http://[::1]:PORT',
  'null',
  'file://',
  'app://alcove',
  'chrome-extension://abcdefghijklmnop',
  '',
]
/** What a form, a beacon or an image of another site can send without being asked. */
const simpleTypes = [
  'text/plain',
  'text/plain;application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  'application/octet-stream',
  'text/event-stream',
]
const noKeys = ['', 'Bearer', 'Bearer ', 'Bearer guess', 'Basic KEY', 'bearer KEY', 'Bearer KEY more', 'KEY']

test('nothing of a request from elsewhere is read, whichever procedure it names', { timeout: 600_000 }, async () => {
  const { server, total } = await setup()
  const { port } = new URL(server.url)
  const fill = (text: string) => text.replaceAll('PORT', port).replaceAll('KEY', server.key)
  const good = { Host: `127.0.0.1:${port}`, Authorization: `Bearer ${server.key}`, 'Content-Type': 'application/json' }
  const forged: Readonly<Record<string, string>>[] = [
    ...strangeHosts.map((host) => ({ ...good, Host: fill(host) })),
    ...strangeOrigins.map((origin) => ({ ...good, Origin: fill(origin) })),
    ...simpleTypes.map((type) => ({ ...good, 'Content-Type': type })),
    ...noKeys.map((key) => ({ ...good, Authorization: fill(key) })),
    { Host: good.Host, 'Content-Type': 'application/json' },
    { Host: good.Host, Authorization: good.Authorization },
    { Host: good.Host, 'Content-Type': 'application/json', Cookie: `alcove-${port}=${server.key}` },
  ]
  const addresses = everyProcedure().flatMap(({ procedure }) => {
    const { path, method = 'POST' } = (procedure as AnyContractProcedure)['~orpc'].route
    return path === undefined ? [] : [{ method, path: `/api${path.replaceAll(/\{[^}]+\}/g, 'x')}` }]
  })
  const answers: string[] = []

  for (const { method, path } of addresses) {
    // A query is all a GET has: a body of another type changes nothing about it, and without a body no type is needed.
    for (const headers of forged) answers.push(await unread(Number(port), { method, path, headers }))
  }

  report('S16 requests from elsewhere', {
    procedures: addresses.length,
    requests: answers.length,
    accepted: total(),
    answers: JSON.stringify(tally(answers)),
  })
  expect({ accepted: total(), answers: [...new Set(answers)].filter((one) => one !== '403' && one !== '400') }).toEqual(
    {
      accepted: 0,
      answers: [],
    },
  )
})

test('a socket opens for nobody from elsewhere, and a call over it reaches nothing', { timeout: 120_000 }, async () => {
  const { server, total } = await setup()
  const { port } = new URL(server.url)
  const fill = (text: string) => text.replaceAll('PORT', port).replaceAll('KEY', server.key)
  const bearer = { authorization: `Bearer ${server.key}` }
  const forged: Readonly<Record<string, string>>[] = [
    ...strangeHosts.filter(Boolean).map((host) => ({ ...bearer, host: fill(host) })),
    ...strangeOrigins.filter(Boolean).map((origin) => ({ ...bearer, origin: fill(origin) })),
    ...noKeys.map((key) => ({ authorization: fill(key), origin: server.url })),
    { origin: server.url },
    { cookie: `alcove-${port}=${server.key}`, origin: server.url },
    { 'sec-websocket-protocol': server.key },
  ]

  const answers = await Promise.all(forged.map((headers) => upgrade(`ws://127.0.0.1:${port}/rpc`, headers)))
  const inAddress = await upgrade(`ws://127.0.0.1:${port}/rpc?token=${server.key}`, {})
  const own = await upgrade(`ws://127.0.0.1:${port}/rpc`, bearer)

  report('S16 sockets from elsewhere', { tried: forged.length + 1, accepted: total() })
  expect({ answers: tally(answers.map(String)), inAddress, own, accepted: total() }).toEqual({
    answers: { 403: forged.length },
    inAddress: 403,
    own: 101,
    accepted: 0,
  })
})

async function setup() {
  const counting = createCountingRouter()
  const server = await startServer({ router: counting.router, version: '0', port: 0, page: null, onError: () => {} })
  onTestFinished(() => server.close())
  return { ...counting, server }
}

interface Forged {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/** Announces a body and does not send it: an answer that comes nevertheless was given before it was read. */
function unread(port: number, { method, path, headers }: Forged): Promise<string> {
  const written = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`${method} ${path} HTTP/1.1\r\n${written.join('')}Content-Length: 1000\r\n\r\n{"a":`)
    })
    socket.setTimeout(5_000, () => socket.destroy())
    socket.on('data', (chunk) => {
      answer += chunk
      if (answer.includes('\r\n')) socket.destroy()
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => resolve(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 'no answer'))
  })
}

async function upgrade(address: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const socket = new WebSocket(address, { headers })
  socket.on('error', () => {})
  const { promise, resolve } = Promise.withResolvers<number>()
  socket.on('open', () => resolve(101))
  socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
  socket.on('close', () => resolve(0))
  const status = await promise
  socket.terminate()
  if (status === 101) await once(socket, 'close')
  return status
}
