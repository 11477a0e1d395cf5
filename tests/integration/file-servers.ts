import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { signed } from '../../main/backup/s3-signature.ts'

export interface FileServer {
  readonly address: string
  /** What it holds, by path. */
  readonly files: Map<string, Buffer>
  /** What it answers instead of doing what is asked; null as usual. */
  fault: { readonly method: string; readonly status: number | 'cut' } | null
  /** What it was asked, in order. */
  readonly asked: string[]
}

type Handle = (server: FileServer, asked: Asked) => Answer

interface Asked {
  readonly method: string
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

interface Answer {
  readonly status: number
  readonly body?: string | Buffer
  readonly headers?: Record<string, string>
}

/** A WebDAV server on this machine that keeps its files in memory and lets in one name with one password. */
export function startWebdavServer({ user, password }: { readonly user: string; readonly password: string }) {
  const login = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  const folders = new Set(['/'])
  return start((server, { method, url, headers, body }) => {
    const path = decodeURIComponent(url.pathname)
    if (headers.authorization !== login) return { status: 401 }
    if (method === 'MKCOL') {
      if (folders.has(path)) return { status: 405 }
      folders.add(path)
      return { status: 201 }
    }
    if (method === 'PUT') {
      if (!folders.has(path.replace(/[^/]*$/, ''))) return { status: 409 }
      server.files.set(path, body)
      return { status: 201 }
    }
    if (method === 'PROPFIND') {
      if (!folders.has(path)) return { status: 404 }
      const inside = [...server.files].filter(([name]) => name.startsWith(path))
      return { status: 207, headers: { 'content-type': 'application/xml' }, body: multistatus(url.pathname, inside) }
    }
    const held = server.files.get(path)
    if (!held) return { status: 404 }
    if (method === 'GET') return { status: 200, body: held }
    server.files.delete(path)
    if (method === 'MOVE') server.files.set(decodeURIComponent(new URL(String(headers.destination)).pathname), held)
    return { status: 204 }
  })
}

function multistatus(folder: string, files: readonly (readonly [string, Buffer])[]): string {
  const one = (href: string, properties: string) =>
    `<d:response><d:href>${href}</d:href><d:propstat><d:prop>${properties}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`
  const listed = files.map(([path, bytes]) =>
    one(encodeURI(path), `<d:getcontentlength>${bytes.length}</d:getcontentlength><d:resourcetype/>`),
  )
  const own = one(folder, '<d:resourcetype><d:collection/></d:resourcetype>')
  return `<?xml version="1.0"?><d:multistatus xmlns:d="DAV:">${own}${listed.join('')}</d:multistatus>`
}

export interface S3Keys {
  readonly keyId: string
  readonly secret: string
  readonly region: string
}

/** A server that speaks as S3 does: it checks signatures and bodies, lists two at a time, and takes files in pieces. */
export function startS3Server({ keyId, secret, region }: S3Keys) {
  const uploads = new Map<string, Map<number, Buffer>>()
  return start((server, asked) => {
    const { method, url, headers, body } = asked
    const path = decodeURIComponent(url.pathname)
    const query = url.searchParams
    if (!isSigned(asked)) return { status: 403, body: '<Error><Code>SignatureDoesNotMatch</Code></Error>' }
    if (headers['x-amz-content-sha256'] !== sha256(body)) return { status: 400 }
    const uploadId = query.get('uploadId')
    if (method === 'GET' && query.has('list-type')) return { status: 200, body: listing(server, path, query) }
    if (method === 'POST' && query.has('uploads')) {
      uploads.set('u1', new Map())
      return {
        status: 200,
        body: '<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>',
      }
    }
    const pieces = uploadId ? uploads.get(uploadId) : undefined
    if (method === 'PUT' && pieces) {
      pieces.set(Number(query.get('partNumber')), body)
      return { status: 200, headers: { etag: `"${sha256(body).slice(0, 32)}"` } }
    }
    if (method === 'POST' && pieces) {
      const named = [...String(body).matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>"(\w+)"<\/ETag>/g)]
      const whole = named.map(([, number, tag]) => {
        const piece = pieces.get(Number(number)) ?? Buffer.alloc(0)
        return sha256(piece).startsWith(tag ?? '-') ? piece : Buffer.from('wrong')
      })
      server.files.set(path, Buffer.concat(whole))
      return { status: 200, body: '<CompleteMultipartUploadResult/>' }
    }
    if (method === 'DELETE') {
      if (uploadId) uploads.delete(uploadId)
      else server.files.delete(path)
      return { status: 204 }
    }
    if (method === 'PUT') {
      server.files.set(path, body)
      return { status: 200 }
    }
    const held = server.files.get(path)
    return held ? { status: 200, body: held } : { status: 404 }
  })

  function isSigned({ method, url, headers }: Asked): boolean {
    const [, names = ''] = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? []
    const own = names
      .split(';')
      .filter((name) => !['host', 'x-amz-date', 'x-amz-content-sha256'].includes(name))
      .map((name) => [name, String(headers[name])])
    const time = String(headers['x-amz-date'])
    const at = new Date(time.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
    const bodySha256 = String(headers['x-amz-content-sha256'])
    const wanted = signed({ method, url, headers: Object.fromEntries(own), bodySha256, keyId, secret, region, at })
    return wanted.authorization === headers.authorization
  }
}

function listing({ files }: FileServer, bucket: string, query: URLSearchParams): string {
  const keys = [...files.keys()].map((path) => path.slice(bucket.length + 1)).toSorted()
  const matching = keys.filter((key) => key.startsWith(query.get('prefix') ?? ''))
  const from = Number(query.get('continuation-token') ?? 0)
  const more = from + 2 < matching.length
  const contents = matching
    .slice(from, from + 2)
    .map((key) => `<Contents><Key>${key}</Key><Size>${files.get(`${bucket}/${key}`)?.length}</Size></Contents>`)
  const next = more ? `<NextContinuationToken>${from + 2}</NextContinuationToken>` : ''
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`
}

async function start(handle: Handle): Promise<FileServer> {
  const http = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve)
  })
  const address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  onTestFinished(() => {
    http.closeAllConnections()
    http.close()
  })
  const server: FileServer = { address, files: new Map(), fault: null, asked: [] }
  return server

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const method = request.method ?? ''
    const url = new URL(request.url ?? '/', address)
    server.asked.push(`${method} ${url.pathname}`)
    if (server.fault?.method === method && server.fault.status === 'cut') return void request.socket.destroy()
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const body = Buffer.concat(parts)
    const fault =
      server.fault?.method === method && typeof server.fault.status === 'number' ? server.fault.status : null
    const given = fault ? { status: fault } : handle(server, { method, url, headers: request.headers, body })
    response.writeHead(given.status, given.headers).end(given.body)
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
