import { openAsBlob } from 'node:fs'
import { join } from 'node:path'
import type { BackupPlace } from '#contract/backup-plan'
import type { Destination, Finished, KeptFile } from './destination.ts'
import { readName } from './names.ts'
import { type RemoteRequest, request, saveTo, textOf } from './remote-request.ts'
import { trouble } from './trouble.ts'
import { itemsIn } from './xml-values.ts'

export interface WebdavSettings {
  readonly place: Extract<BackupPlace, { kind: 'webdav' }>
  readonly password: string | null
}

const question =
  '<?xml version="1.0"?><propfind xmlns="DAV:"><prop><getcontentlength/><resourcetype/></prop></propfind>'
const tryName = '.alcove-try'

/** Keeps backups in a folder of a WebDAV server: sent under another name first, renamed when they are there. */
export function createWebdavDestination({ place, password }: WebdavSettings): Destination {
  const base = new URL(place.address.endsWith('/') ? place.address : `${place.address}/`)
  const where = base.host + base.pathname
  const login = `Basic ${Buffer.from(`${place.user}:${password ?? ''}`).toString('base64')}`
  return { where, claim, list, stage: async () => null, keep, fetch: reach, remove, tidy }

  async function claim(signal?: AbortSignal) {
    // 405: it is there already.
    await ask({ method: 'MKCOL', url: base, signal, expected: [405, 301] })
    await ask({ method: 'PUT', url: fileAt(tryName), body: 'Alcove keeps backups here.\n', signal })
    await ask({ method: 'DELETE', url: fileAt(tryName), signal, expected: [404] })
  }

  async function list(signal?: AbortSignal): Promise<readonly KeptFile[]> {
    return (await all(signal)).filter(({ name }) => readName(name) !== null)
  }

  async function all(signal?: AbortSignal): Promise<readonly KeptFile[]> {
    const headers = { depth: '1', 'content-type': 'application/xml' }
    const answer = await ask({ method: 'PROPFIND', url: base, headers, body: question, signal })
    const items = parsed(await textOf(where, answer))
    return items.map(({ href = '', getcontentlength = '' }) => ({
      name: lastPartOf(href),
      bytes: Number(getcontentlength),
    }))
  }

  async function keep({ name, file, bytes }: Finished, signal?: AbortSignal) {
    const unfinished = fileAt(unfinishedOf(name))
    await ask({ method: 'PUT', url: unfinished, body: await openAsBlob(file), signal })
    const sent = (await all(signal)).find((one) => one.name === unfinishedOf(name))
    if (sent?.bytes !== bytes) throw trouble('place-unreachable', where, 'not all of it arrived')
    const headers = { destination: fileAt(name).href, overwrite: 'F' }
    await ask({ method: 'MOVE', url: unfinished, headers, signal })
  }

  async function reach(name: string, scratch: string, signal?: AbortSignal): Promise<string> {
    const file = join(scratch, name)
    const answer = await ask({ method: 'GET', url: fileAt(name), signal, means: { 404: 'no-such-backup' } })
    await saveTo(where, answer, file, signal)
    return file
  }

  async function remove(name: string, signal?: AbortSignal) {
    await ask({ method: 'DELETE', url: fileAt(name), signal, expected: [404] })
  }

  async function tidy(series: string) {
    for (const { name } of await all()) {
      if (name.endsWith('.unfinished') && readName(name.slice(0, -'.unfinished'.length))?.series === series) {
        await remove(name)
      }
    }
  }

  function ask(asked: RemoteRequest) {
    return request(where, { ...asked, headers: { authorization: login, ...asked.headers } })
  }

  function fileAt(name: string): URL {
    return new URL(encodeURIComponent(name), base)
  }

  function parsed(xml: string) {
    try {
      return itemsIn(xml, 'response')
    } catch {
      throw trouble('place-unreachable', where, 'the answer is not one of WebDAV')
    }
  }
}

function unfinishedOf(name: string): string {
  return `${name}.unfinished`
}

function lastPartOf(href: string): string {
  const path = href.replace(/^https?:\/\/[^/]+/, '')
  try {
    return decodeURIComponent(path.split('/').at(-1) ?? '')
  } catch {
    // Not encoded as it should be, so not written by us.
    return ''
  }
}
