import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { OpenAPIHandler } from '@orpc/openapi/node'
import type { AnyRouter } from '@orpc/server'
import { BodyLimitPlugin } from '@orpc/server/node'
import { type WebSocket, WebSocketServer } from 'ws'
import { callInterceptors, createCallAnswerer } from '../app/answer-calls.ts'
import { contentLimit, createCallBudget } from '../app/call-budget.ts'
import { refuseStrangeBody } from '../app/hostile-input.ts'
import { type Access, createAccess } from './access.ts'
import { ownOrigins, refusal } from './guard.ts'
import { securityHeaders } from './headers.ts'
import { describeApi, isPublic } from './openapi.ts'
import { needsLinkPage } from './pages.ts'
import { createStaticFiles } from './static-files.ts'

export interface ServerSettings {
  readonly router: AnyRouter
  readonly version: string
  /** 0: any free port. */
  readonly port: number
  /** Folder of the built page; null while there is none. */
  readonly page: string | null
  /** The server that this one takes the place of, in the same process. */
  readonly before?: ServerIdentity | undefined
  /** Told of what a handler did not expect. */
  readonly onError: (error: unknown) => void
}

/** What pages and programs know a server by: its port, and what lets them in. */
export interface ServerIdentity {
  readonly port: number
  readonly access: Access
  readonly key: string
}

export interface LoopbackServer {
  readonly url: string
  readonly identity: ServerIdentity
  /** For programs: `Authorization: Bearer`. */
  readonly key: string
  readonly hasPage: boolean
  /** An address that opens the page, once. */
  pageAddress(): string
  close(): Promise<void>
}

const bodyLimit = 32 * 1024 * 1024
/** How long the calls of other programs may still take when this process ends. */
const goodbye = 2_000

/** Serves page, HTTP API and WebSocket on 127.0.0.1, to this machine's user alone. */
export async function startServer(settings: ServerSettings): Promise<LoopbackServer> {
  const { router, version, page } = settings
  const api = new OpenAPIHandler(router, {
    filter: isPublic,
    interceptors: [refuseStrangeBody],
    clientInterceptors: [...callInterceptors(settings.onError)],
    plugins: [new BodyLimitPlugin({ maxBodySize: bodyLimit })],
  })
  const calls = createCallAnswerer(router, settings.onError)
  const apiBudget = createCallBudget()
  const files = page ? createStaticFiles(page) : null
  const programs = new Set<WebSocket>()
  const sockets = new WebSocketServer({ noServer: true, maxPayload: contentLimit, perMessageDeflate: false })
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 120_000, maxHeaderSize: 16_384 })
  server.maxConnections = 256

  const port = await listen(server, settings.before?.port ?? settings.port)
  const url = `http://127.0.0.1:${port}`
  const access = settings.before?.access ?? createAccess(port)
  const key = settings.before?.key ?? access.issueKey()
  let description: Promise<string> | null = null

  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      settings.onError(error)
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  server.on('upgrade', (request, socket, head) => upgrade(request, socket, head))
  server.on('clientError', (_, socket) => socket.destroy())

  return {
    url,
    identity: { port, access, key },
    key,
    hasPage: files !== null,
    pageAddress: () => `${url}/?token=${access.issueTicket()}`,
    close: () => close(server, sockets, programs),
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const path = pathOf(request)
    for (const [name, value] of Object.entries(securityHeaders(port, path))) response.setHeader(name, value)
    const reason = refusal(request, port)
    if (reason) return refuse(response, 403, reason)
    if (path === '/openapi.json') return sendDescription(response)
    if (path === '/tickets') return sendTicket(request, response)
    if (path.startsWith('/api/')) return answerApi(request, response)
    return sendPage(request, response, path)
  }

  async function answerApi(request: IncomingMessage, response: ServerResponse) {
    const reason = apiRefusal(request, access)
    if (reason) return refuse(response, 403, reason)
    if (!apiBudget.take()) return refuse(response, 429, 'too many calls at once; wait a moment')
    if (Number(request.headers['content-length'] ?? 0) > bodyLimit)
      return refuse(response, 413, 'the body is too large')
    const { matched } = await api.handle(request, response, { prefix: '/api', context: {} })
    if (!matched) refuse(response, 404, 'there is no such procedure')
  }

  async function sendDescription(response: ServerResponse) {
    description ??= describeApi({ version, url }).then((document) => JSON.stringify(document))
    response.writeHead(200, { 'content-type': 'application/json' }).end(await description)
  }

  function sendTicket(request: IncomingMessage, response: ServerResponse) {
    if (request.method !== 'POST' || !access.hasKey(request)) return refuse(response, 403, 'a key is needed')
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token: access.issueTicket() }))
  }

  function sendPage(request: IncomingMessage, response: ServerResponse, path: string) {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'the page is only read')
    const ticket = path === '/' ? new URL(request.url ?? '/', url).searchParams.get('token') : null
    const session = ticket && access.redeem(ticket)
    // The address that stays in the browser's bar and history opens nothing.
    if (session) return void response.writeHead(303, { 'set-cookie': access.cookie(session), location: '/' }).end()
    if (!access.hasSession(request)) {
      return void response.writeHead(403, { 'content-type': 'text/html; charset=utf-8' }).end(needsLinkPage)
    }
    if (ticket !== null) return void response.writeHead(303, { location: '/' }).end()
    if (!files?.has(path)) return refuse(response, 404, files ? 'there is no such file' : 'the page is not built')
    files.send(path, response, { body: request.method === 'GET' })
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    const own = ownOrigins(port).includes(request.headers.origin ?? '')
    const allowed =
      !refusal(request, port) &&
      pathOf(request) === '/rpc' &&
      (access.hasKey(request) || (own && access.hasSession(request)))
    if (!allowed) return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (connection) => {
      connection.on('error', () => connection.terminate())
      if (access.hasKey(request)) {
        programs.add(connection)
        connection.on('close', () => programs.delete(connection))
      }
      const line = calls.open({
        send: (message) => connection.send(message as string),
        close: () => connection.terminate(),
      })
      connection.on('message', (data, isBinary) => line.take(isBinary ? data : String(data)))
      connection.on('close', () => line.end())
    })
  }
}

/** Why a call of the HTTP API is refused unread: no key, or a body as a form of another site could send it. */
function apiRefusal(request: IncomingMessage, access: Access): string | null {
  if (!access.hasKey(request)) return 'a key is needed: Authorization: Bearer KEY'
  const type = request.headers['content-type']
  if (type !== undefined && !/^application\/json\b/i.test(type)) return 'a body has to be application/json'
  const hasBody =
    Number(request.headers['content-length'] ?? 0) > 0 || request.headers['transfer-encoding'] !== undefined
  if (hasBody && type === undefined) return 'a body has to be application/json'
  return null
}

function refuse(response: ServerResponse, status: number, reason: string) {
  // What was sent with a refused request is not read.
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  response.end(JSON.stringify({ error: reason }))
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/'
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Takes no new calls, lets other programs finish theirs for a moment, and ends what is left. */
async function close(server: Server, sockets: WebSocketServer, programs: ReadonlySet<WebSocket>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  server.closeIdleConnections()
  const finished = Promise.all([...programs].map((program) => once(program, 'close')))
  await Promise.race([finished, sleep(goodbye, undefined, { ref: false })])
  for (const connection of sockets.clients) connection.close(1001)
  const deadline = setTimeout(() => {
    for (const connection of sockets.clients) connection.terminate()
    server.closeAllConnections()
  }, 500)
  await closed
  clearTimeout(deadline)
}
