import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { folderWith, type Service, startService } from './alcove-process.ts'

// Each command is a process that loads its models: on a machine busy with other tests that takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const ways = [
  '/../package.json',
  '/..%2fpackage.json',
  '/%2e%2e/package.json',
  '/%2e%2e%2fpackage.json',
  '/%252e%252e%252fpackage.json',
  '/assets/../../package.json',
  '/assets/..%5c..%5cpackage.json',
  '/..\\package.json',
  '/%c0%ae%c0%ae/package.json',
  '/\u002e\u002e;/package.json',
  '//etc/passwd',
  '/etc/passwd',
  '/file:///etc/passwd',
  '/assets/%00app-1.js',
  '/assets/',
  '/index.html/..',
]

const page = { 'index.html': '<!doctype html><title>Alcove</title>', 'assets/app-1.js': 'export {}' }

// One service for the whole file: no test leaves anything behind in it that another could see.
let service: Service
const ends: (() => void | Promise<void>)[] = []
beforeAll(async () => {
  const onEnd = (end: () => void | Promise<void>) => void ends.unshift(end)
  const files = Object.entries(page).map(([name, content]) => [`page/${name}`, content])
  const root = folderWith({ 'package.json': '{"secret":true}', ...Object.fromEntries(files) }, { onEnd })
  service = await startService(folderWith({}, { onEnd }), { page: `${root}/page`, onEnd })
})
afterAll(async () => {
  for (const end of ends) await end()
})

test('a link opens the page once: its token becomes a cookie that scripts cannot read, and leaves the address', async () => {
  const opened = await get(service, `/?token=${service.token}`)
  const cookie = String(opened.headers['set-cookie']).split(';')[0] ?? ''
  const shown = await get(service, '/', { cookie })
  const script = await get(service, '/assets/app-1.js', { cookie })
  const again = await get(service, `/?token=${service.token}`)
  const without = await get(service, '/')

  expect({
    opened: [opened.status, opened.headers.location, String(opened.headers['set-cookie'])],
    shown: [shown.status, shown.body],
    script: [script.status, script.headers['content-type']],
    again: again.status,
    without: [without.status, without.body.includes('needs a link')],
  }).toEqual({
    opened: [303, '/', expect.stringMatching(/^alcove-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/)],
    shown: [200, page['index.html']],
    script: [200, 'text/javascript; charset=utf-8'],
    again: 403,
    without: [403, true],
  })
  expect(shown.headers).toMatchObject({
    'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self'/),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  })
})

test('what does not come from this machine’s own page or a bearer of the key is refused before it is read', async () => {
  const bearer = { authorization: `Bearer ${service.token}` }
  const json = { ...bearer, 'content-type': 'application/json' }
  const body = '{"query":"x"}'

  const answers = {
    allowed: await post(service, '/api/search', json, body),
    ownOrigin: await post(service, '/api/search', { ...json, origin: service.url }, body),
    otherOrigin: await post(service, '/api/search', { ...json, origin: 'https://example.com' }, body),
    nullOrigin: await post(service, '/api/search', { ...json, origin: 'null' }, body),
    otherPort: await post(service, '/api/search', { ...json, origin: 'http://127.0.0.1:1' }, body),
    reboundHost: await post(service, '/api/search', { ...json, host: 'example.com' }, body),
    hostWithOtherPort: await post(service, '/api/search', { ...json, host: '127.0.0.1:1' }, body),
    noToken: await post(service, '/api/search', { 'content-type': 'application/json' }, body),
    wrongToken: await post(service, '/api/search', { ...json, authorization: 'Bearer guess' }, body),
    tokenInAddress: await post(
      service,
      `/api/search?token=${service.token}`,
      { 'content-type': 'application/json' },
      body,
    ),
    formOfAnotherSite: await post(service, '/api/search', { ...bearer, 'content-type': 'text/plain' }, body),
    noType: await post(service, '/api/search', bearer, body),
    unknown: await post(service, '/api/nothing', json, body),
    ofThePageOnly: await post(service, '/api/library/folders', json, '{}'),
  }

  expect(Object.fromEntries(Object.entries(answers).map(([name, { status }]) => [name, status]))).toEqual({
    allowed: 200,
    ownOrigin: 200,
    otherOrigin: 403,
    nullOrigin: 403,
    otherPort: 403,
    reboundHost: 403,
    hostWithOtherPort: 403,
    noToken: 403,
    wrongToken: 403,
    tokenInAddress: 403,
    formOfAnotherSite: 403,
    noType: 403,
    unknown: 404,
    ofThePageOnly: 404,
  })
})

test('a WebSocket opens for the key, or for a session from the own page, and for nobody else', async () => {
  const cookie = await session()
  const bearer = `Bearer ${service.token}`

  expect({
    key: await upgrade(service, { authorization: bearer }),
    session: await upgrade(service, { cookie, origin: service.url }),
    sessionElsewhere: await upgrade(service, { cookie, origin: 'https://example.com' }),
    sessionWithoutOrigin: await upgrade(service, { cookie }),
    keyElsewhere: await upgrade(service, { authorization: bearer, origin: 'https://example.com' }),
    reboundHost: await upgrade(service, { authorization: bearer, host: 'example.com' }),
    nobody: await upgrade(service, { origin: service.url }),
    otherPath: await upgrade(service, { authorization: bearer }, '/other'),
  }).toEqual({
    key: 101,
    session: 101,
    sessionElsewhere: 403,
    sessionWithoutOrigin: 403,
    keyElsewhere: 403,
    reboundHost: 403,
    nobody: 403,
    otherPath: 403,
  })
})

test('a body over the limit is refused, announced or not, and the service goes on', async () => {
  const headers = { authorization: `Bearer ${service.token}`, 'content-type': 'application/json' }
  const large = JSON.stringify({ query: 'x'.repeat(33 * 1024 * 1024) })

  const announced = await post(service, '/api/search', { ...headers, 'content-length': String(large.length) }, large)
  const streamed = await post(service, '/api/search', { ...headers, 'transfer-encoding': 'chunked' }, large)
  const after = await post(service, '/api/search', headers, '{"query":"x"}')

  // A server that closes while it is being written to may be seen as a broken connection.
  expect([[413, 0].includes(announced.status), [413, 0].includes(streamed.status), after.status]).toEqual([
    true,
    true,
    200,
  ])
})

test('no address leads out of the page’s folder, however it is written', async () => {
  const cookie = await session()

  const answers = await Promise.all(ways.map(async (path) => [path, await raw(service, path, cookie)] as const))

  expect(answers.filter(([, answer]) => !/^HTTP\/1\.1 (404|400)/.test(answer))).toEqual([])
})

test('the description is OpenAPI 3.1 with a summary for every operation, and what it describes can be called', async () => {
  const description = JSON.parse((await get(service, '/openapi.json')).body)
  const version = await get(service, '/api/version', { authorization: `Bearer ${service.token}` })
  const operations = Object.values(description.paths).flatMap((path) => Object.values(path as object))

  expect(description).toMatchObject({
    openapi: expect.stringMatching(/^3\.1\./),
    info: { title: 'Alcove', version: '0.1.0' },
    servers: [{ url: `${service.url}/api` }],
    security: [{ token: [] }],
  })
  expect({ many: operations.length > 20, without: operations.filter(({ summary }) => !summary) }).toEqual({
    many: true,
    without: [],
  })
  expect([version.status, JSON.parse(version.body)]).toEqual([
    200,
    { version: '0.1.0', node: process.version, platform: expect.any(String) },
  ])
})

/** The cookie of a page that was opened with a ticket of its own. */
async function session(): Promise<string> {
  const ticket = await post(service, '/tickets', { authorization: `Bearer ${service.token}` }, '')
  const opened = await get(service, `/?token=${JSON.parse(ticket.body).token}`)
  return String(opened.headers['set-cookie']).split(';')[0] ?? ''
}

interface Answer {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: string
}

function get(service: Service, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return send(service, 'GET', path, headers)
}

function post(service: Service, path: string, headers: Record<string, string>, body: string): Promise<Answer> {
  return send(service, 'POST', path, headers, body)
}

function send(
  { url }: Service,
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<Answer> {
  return new Promise((resolve) => {
    const broken = () => resolve({ status: 0, headers: {}, body: '' })
    const { port } = new URL(url)
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('error', broken)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    outgoing.on('error', broken)
    outgoing.end(body)
  })
}

/** Sends a path as it stands, which a client library would tidy up first. */
function raw({ url }: Service, path: string, cookie: string): Promise<string> {
  const { port, host } = new URL(url)
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.end(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`)
    })
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(answer || 'HTTP/1.1 400 closed'))
  })
}

function upgrade({ url }: Service, headers: Record<string, string>, path = '/rpc'): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers })
    socket.on('open', () => {
      socket.terminate()
      resolve(101)
    })
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => resolve(0))
  })
}
