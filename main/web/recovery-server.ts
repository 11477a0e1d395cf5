import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAccess } from './access.ts'
import { refusal } from './guard.ts'
import { securityHeaders } from './headers.ts'
import { needsLinkPage } from './pages.ts'
import { type RecoveryView, recoveryPage, recoveryScript, recoveryStyle } from './recovery-page.ts'
import type { ServerIdentity } from './server.ts'

export interface RecoverySettings {
  /** 0: any free port. */
  readonly port: number
  readonly before?: ServerIdentity | undefined
  readonly view: () => RecoveryView
  /** Told what a person chose; the answer is sent at once. */
  readonly onChoice: (choice: RecoveryChoice) => void
}

export interface RecoveryChoice {
  readonly choice: string
  readonly file: string | null
  readonly passphrase: string | null
}

export interface RecoveryServer {
  readonly url: string
  readonly identity: ServerIdentity
  pageAddress(): string
  close(): Promise<void>
}

const bodyLimit = 16_384

/** Serves the one page that a library which cannot be opened has, to this machine's user alone. The library's own server takes its place. */
export async function startRecoveryServer({
  port: wanted,
  before,
  view,
  onChoice,
}: RecoverySettings): Promise<RecoveryServer> {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, maxHeaderSize: 16_384 })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(before?.port ?? wanted, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const access = before?.access ?? createAccess(port)
  const key = before?.key ?? access.issueKey()
  const policy = policyOfPage()
  server.on('request', (request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(400)
      response.end()
    })
  })
  return { url, identity: { port, access, key }, pageAddress: () => `${url}/?token=${access.issueTicket()}`, close }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    for (const [name, value] of Object.entries(securityHeaders(port, pathname))) response.setHeader(name, value)
    response.setHeader('content-security-policy', policy)
    // A form of a page without a referrer comes from `null`, which is nobody's page.
    response.setHeader('referrer-policy', 'same-origin')
    const reason = refusal(request, port)
    if (reason) return void response.writeHead(403).end(reason)
    const ticket = pathname === '/' ? searchParams.get('token') : null
    const session = ticket && access.redeem(ticket)
    if (session) return void response.writeHead(303, { 'set-cookie': access.cookie(session), location: '/' }).end()
    if (!access.hasSession(request) && !access.hasKey(request)) return void html(response, 403, needsLinkPage)
    if (pathname === '/recover' && request.method === 'POST') {
      const form = new URLSearchParams(await bodyOf(request))
      onChoice({ choice: form.get('choice') ?? '', file: form.get('file'), passphrase: form.get('passphrase') || null })
      return void response.writeHead(303, { location: '/' }).end()
    }
    if (pathname !== '/') return void response.writeHead(404).end()
    html(response, 200, recoveryPage(view()))
  }

  async function close() {
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve())
    })
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 300)
    await closed
  }
}

function html(response: ServerResponse, status: number, text: string) {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', connection: 'close' }).end(text)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length
    if (bytes > bodyLimit) throw new Error('The form is too large')
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The page is made here, so that its one script and its style can be named by what they are. */
function policyOfPage(): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const [style, script] = [hash(recoveryStyle), hash(recoveryScript)]
  return `default-src 'none'; style-src ${style}; script-src ${script}; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
}
