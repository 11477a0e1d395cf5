import { EventEmitter, once } from 'node:events'
import { Agent, request } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { MessageChannel, Worker } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { AnyContractProcedure } from '@orpc/contract'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Client } from '../../main/app/client.ts'
import { answerPorts } from '../../main/desktop/ports.ts'
import { startServer } from '../../main/web/server.ts'
import { createCountingRouter, everyProcedure, type NamedProcedure } from './counting-router.ts'
import { isFull, p95, report, tally, times } from './fault-run.ts'
import { hostileForAll, messageOf, noCalls, oversized, wrongTypes } from './hostile-messages.ts'

const own = { url: 'app://alcove/', parent: null }
const procedures = everyProcedure()
const agent = new Agent({ maxSockets: 16 })

test('no hostile call gets as far as a procedure, over a socket, a port or HTTP', { timeout: 900_000 }, async () => {
  const { reached, total, server, openPort, troubles } = await setup()
  const answers: string[] = []
  let sent = 0
  const lines = [await openSocket(server), openPort()]

  for (const line of lines) {
    line.onAnswer((text) => answers.push(statusIn(text)))
    for (const message of noCalls) line.send(message)
    sent += noCalls.length
    for (const one of procedures) {
      for (const input of [...hostileForAll(), ...wrongTypes(one)]) line.send(messageOf(sent++, one.name, input))
      await line.settled()
    }
  }
  const large = procedures.filter((_, index) => isFull || index % 20 === 0)
  for (const one of large) {
    sent += 2
    lines[1]?.send(messageOf(sent, one.name, oversized(one)))
    await lines[1]?.settled()
    await (await openSocket(server)).sendAndClose(messageOf(sent, one.name, oversized(one)))
  }
  const overHttp = await Promise.all(procedures.flatMap((one) => httpCalls(one)).map((call) => post(server, call)))
  const still = await Promise.all([post(server, { path: '/api/version', method: 'GET' }), askBy(openPort)])

  report('S12 hostile calls', {
    procedures: procedures.length,
    calls: sent + overHttp.length,
    oversized: large.length * 2,
    accepted: total() - 2,
    answers: JSON.stringify(tally(answers)),
    http: JSON.stringify(tally(overHttp.map(String))),
  })
  expect({ reached, troubles: troubles.map(String), polluted: 'polluted' in {} }).toEqual({
    reached: { 'system.version': 2 },
    troubles: [],
    polluted: false,
  })
  expect([
    answers.filter((status) => status === '200'),
    overHttp.filter((status) => status < 400 || status === 429),
    still,
  ]).toEqual([[], [], [200, '0.1.0']])
})

test('a flood of calls leaves this process time for everything else', { timeout: 300_000 }, async () => {
  const { total, server, openPort, ports } = await setup()
  const seconds = times({ short: 2, full: 20 })
  const figures: Record<string, number | string> = {}
  const inLongTurns: Record<string, number> = {}

  for (const way of ['socket', 'port'] as const) {
    const before = total()
    const delay = monitorEventLoopDelay({ resolution: 5 })
    const channel = new MessageChannel()
    if (way === 'port') ports.emit('alcove:port', { senderFrame: own, ports: [channel.port1] })
    const flood = new Worker(new URL('./flooding.thread.ts', import.meta.url), {
      workerData: {
        url: way === 'socket' ? server.url : null,
        token: server.key,
        port: way === 'port' ? channel.port2 : null,
        perSecond: 100_000,
        seconds,
      },
      transferList: way === 'port' ? [channel.port2] : [],
    })
    onTestFinished(async () => void (await flood.terminate()))
    await once(flood, 'online')
    delay.enable()
    const turns = watchTurns()
    const asked: number[] = []
    const over = once(flood, 'exit')
    let going = true
    void over.then(() => (going = false))
    while (going) {
      const begun = performance.now()
      await askBy(openPort)
      asked.push(performance.now() - begun)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    delay.disable()
    const { longest, share } = turns.stop()
    inLongTurns[way] = share
    figures[`${way}: p99 delay ms`] = Math.round(delay.percentile(99) / 1e6)
    figures[`${way}: longest turn ms of work`] = Math.round(longest)
    figures[`${way}: % of the work in turns over 100 ms`] = Math.round(share * 100)
    figures[`${way}: others answered p95 ms`] = p95(asked)
    figures[`${way}: begun`] = total() - before - asked.length
    // A line may make so many calls and no more; a socket that was closed is opened again by the flood.
    expect(asked.length).toBeGreaterThan(5)
  }

  report('S12 flood of 100,000 calls a second', { seconds, ...figures })
  // The delay depends on what else the machine does; how the work is cut into turns does not. One turn may hold a compilation.
  expect(Object.values(inLongTurns).filter((share) => share >= 0.1)).toEqual([])
})

test('a line may go on at its pace, is told when it is too fast, and is closed when it does not stop', async () => {
  const { total, openPort } = await setup()
  const line = openPort()
  const statuses: string[] = []
  line.onAnswer((text) => statuses.push(statusIn(text)))

  for (let call = 0; call < 20_000; call += 1) line.send(messageOf(call, 'system.version', 'null'))
  await line.closed

  expect({ begun: total() <= 4_000, told: statuses.filter((status) => status === '429').length > 1_000 }).toEqual({
    begun: true,
    told: true,
  })
})

test('a port of another frame, page or window is closed unheard, and one that was closed is not heard again', async () => {
  const { total, ports, openPort } = await setup()
  const forged = [
    null,
    { url: 'app://alcove/', parent: own },
    { url: 'https://example.com/', parent: null },
    { url: 'app://alcove.example/', parent: null },
    { url: 'app://user@alcove/', parent: null },
    { url: 'file:///app/index.html', parent: null },
    { url: 'app://alcove:80/', parent: null },
    { url: 'data:text/html,x', parent: null },
    { url: 'blob:app://alcove/1', parent: null },
    { url: 'about:blank', parent: null },
    { url: '', parent: null },
  ]

  for (const senderFrame of forged) {
    const { port1, port2 } = new MessageChannel()
    const closed = once(port2, 'close')
    ports.emit('alcove:port', { senderFrame, ports: [port1] })
    port2.postMessage(messageOf(1, 'system.version', 'null'))
    await closed
  }
  ports.emit('alcove:port', { senderFrame: own, ports: [] })
  const line = openPort()
  line.close()
  line.send(messageOf(1, 'system.version', 'null'))
  await line.closed

  expect(total()).toBe(0)
})

test('a call that is being answered is not begun again by the same words', async () => {
  const { total, openPort } = await setup()
  const line = openPort()

  for (let again = 0; again < 20; again += 1) line.send(messageOf('same', 'system.version', 'null'))
  await line.settled()

  expect(total()).toBe(1)
})

/** How this thread's work is cut into turns of its loop, by time of the processor: the longest turn in ms, and the share of long ones. */
function watchTurns() {
  let before = process.threadCpuUsage()
  let [longest, whole, inLong] = [0, 0, 0]
  let going = true
  const turn = () => {
    const { user, system } = process.threadCpuUsage(before)
    const work = (user + system) / 1_000
    longest = Math.max(longest, work)
    whole += work
    if (work >= 100) inLong += work
    before = process.threadCpuUsage()
    if (going) setImmediate(turn)
  }
  setImmediate(turn)
  return {
    stop: () => {
      going = false
      return { longest, share: inLong / Math.max(1, whole) }
    },
  }
}

async function setup() {
  const counting = createCountingRouter()
  const troubles: unknown[] = []
  const trouble = (error: unknown) => {
    // What the counting procedures answer is not what the contract promises.
    if (!String(error).includes('Output validation failed')) troubles.push(error)
  }
  const server = await startServer({ router: counting.router, version: '0', port: 0, page: null, onError: trouble })
  onTestFinished(() => server.close())
  const ports = new EventEmitter()
  answerPorts(ports as never).answer({ router: counting.router, report: trouble })
  return { ...counting, server, ports, troubles, openPort: () => openPort(ports) }
}

function openPort(ports: EventEmitter) {
  const { port1, port2 } = new MessageChannel()
  ports.emit('alcove:port', { senderFrame: own, ports: [port1] })
  onTestFinished(() => port2.close())
  const closed = once(port2, 'close')
  return {
    port: port2,
    closed,
    send: (message: unknown) => port2.postMessage(message),
    onAnswer: (listener: (text: string) => void) => void port2.on('message', listener),
    settled: () => settled(port2, (message) => port2.postMessage(message)),
    close: () => port1.close(),
  }
}

async function openSocket({ url, key }: { readonly url: string; readonly key: string }) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc`, { headers: { authorization: `Bearer ${key}` } })
  await once(socket, 'open')
  socket.on('error', () => {})
  onTestFinished(() => socket.terminate())
  const send = (message: unknown) => {
    if (typeof message === 'string' || ArrayBuffer.isView(message)) socket.send(message)
  }
  return {
    send,
    onAnswer: (listener: (text: string) => void) => void socket.on('message', (data) => listener(String(data))),
    settled: () => settled(socket, send),
    sendAndClose: async (message: string) => {
      socket.send(message, () => {})
      await Promise.race([settled(socket, send), once(socket, 'close')])
      socket.terminate()
    },
  }
}

interface Answering {
  on(name: 'message', listener: (data: unknown) => void): unknown
  off(name: 'message', listener: (data: unknown) => void): unknown
}

/** Until a call of nothing that came after everything else was answered. */
async function settled(line: Answering, send: (message: string) => void): Promise<void> {
  const id = `settled-${Math.random().toString(36).slice(2)}`
  const { promise, resolve } = Promise.withResolvers<void>()
  const listen = (data: unknown) => {
    if (!String(data).includes(id)) return
    line.off('message', listen)
    resolve()
  }
  line.on('message', listen)
  send(messageOf(id, 'nothing', 'null'))
  await promise
  // Answers of calls that came before may be written after it.
  await new Promise((resolve) => setTimeout(resolve, 5))
}

function statusIn(text: unknown): string {
  if (typeof text !== 'string') return 'bytes'
  const { p } = JSON.parse(text)
  return String(p?.s ?? 200)
}

async function askBy(open: () => ReturnType<typeof openPort>): Promise<string> {
  const { port } = open()
  // Node's port and the browser's differ in what their types say, not in what is used here.
  const client: Client = createORPCClient(new RPCLink({ port: port as never }))
  const { version } = await client.system.version()
  port.close()
  return version
}

interface HttpCall {
  readonly path: string
  readonly method: string
  readonly body?: string
}

const hostileQueries = [
  '__proto__[polluted]=1',
  'a[__proto__][polluted]=1',
  'constructor[prototype][polluted]=1',
  `a${'[b]'.repeat(3_000)}=1`,
]

/** Hostile calls of a procedure that has an address of its own. */
function httpCalls(one: NamedProcedure): readonly HttpCall[] {
  const { path, method = 'POST' } = (one.procedure as AnyContractProcedure)['~orpc'].route
  if (path === undefined) return []
  const address = `/api${path.replaceAll(/\{[^}]+\}/g, 'x')}`
  if (method === 'GET') return hostileQueries.map((query) => ({ method, path: `${address}?${query}` }))
  // What stands in the address is taken from there, whatever the body says.
  const inAddress = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => `{"${name}":`)
  const wrong = wrongTypes(one).filter((input) => !inAddress.some((start) => input.startsWith(start)))
  const bodies = [...hostileForAll(), ...wrong, '{', '"x', '\0', oversizedOnce(one)]
  return bodies.map((body) => ({ method, path: address, body }))
}

function oversizedOnce({ name }: NamedProcedure): string {
  return `{"text":"${'x'.repeat(name === 'search.find' ? 33 * 1024 * 1024 : 5 * 1024 * 1024)}"}`
}

function post({ url, key }: { readonly url: string; readonly key: string }, call: HttpCall): Promise<number> {
  const { path, method, body } = call
  const length = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body ?? '')) }
  const headers = { authorization: `Bearer ${key}`, ...(body === undefined ? {} : length) }
  return new Promise((resolve) => {
    const to = { host: '127.0.0.1', port: new URL(url).port, method, path, headers, agent }
    const outgoing = request(to, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
    // A server that closes while it is being written to may be seen as a broken connection.
    outgoing.on('error', () => resolve((body?.length ?? 0) > 1_000_000 ? 413 : 0)).end(body)
  })
}
