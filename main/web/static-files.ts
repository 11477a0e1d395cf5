import { createReadStream, readdirSync, statSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { fileInside } from '../app/inside-folder.ts'

export interface StaticFiles {
  has(path: string): boolean
  send(path: string, response: ServerResponse, options: { readonly body: boolean }): void
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.bcmap': 'application/octet-stream',
  '.icc': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
}

/** The files of a folder under the addresses they have now; no address leads anywhere else, however it is written. */
export function createStaticFiles(folder: string): StaticFiles {
  const files = new Set(listFiles(folder, '').map((path) => join(folder, path)))
  const find = (path: string) => {
    const file = fileInside(folder, path)
    return file !== null && files.has(file) ? file : undefined
  }
  return { has: (path) => find(path) !== undefined, send }

  function send(path: string, response: ServerResponse, { body }: { readonly body: boolean }) {
    const file = find(path)
    if (!file) throw new Error(`There is no file for ${path}`)
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-length': statSync(file).size,
      // Vite puts a hash of the content into the names under assets/.
      'cache-control': path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store',
    })
    if (!body) return void response.end()
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response)
  }
}

function listFiles(folder: string, inside: string): readonly string[] {
  return readdirSync(join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
    const path = inside ? `${inside}/${entry.name}` : entry.name
    if (entry.isDirectory()) return listFiles(folder, path)
    return entry.isFile() ? [path] : []
  })
}
