import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { CustomScheme, Protocol } from 'electron'
import { diagramPath, diagramSecurityPolicy } from '../app/content-security-policy.ts'
import { fileOf } from './page-address.ts'

/** What the page's scheme may do; has to be registered before the app is ready. */
export const pageScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}

export interface ServedPage {
  readonly folder: string
  readonly contentSecurityPolicy: string
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** Serves the built page under `app://alcove`, with the headers it has everywhere else. */
export function servePage(protocol: Pick<Protocol, 'handle'>, page: ServedPage): void {
  protocol.handle('app', (request) => answer(request, page))
}

async function answer({ url, method }: Request, { folder, contentSecurityPolicy }: ServedPage): Promise<Response> {
  const file = method === 'GET' || method === 'HEAD' ? fileOf(url, folder) : null
  const bytes = file && (await readFile(file).catch(() => null))
  if (!file || !bytes) return new Response(null, { status: 404 })
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': new URL(url).pathname === diagramPath ? diagramSecurityPolicy : contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    },
  })
}
