import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { HeldBack, type OutwardRequest, outward, outwardFetch } from './outward.ts'

afterEach(() => outward.setOffline(false))

test('what goes to this machine passes untold, also while everything else is held back', async () => {
  const { address, told } = await setup()
  outward.setOffline(true)

  const response = await outwardFetch('answers')(address)

  expect([response.status, told]).toEqual([200, []])
})

test('a request to another machine is told of, without what it says', async () => {
  const { told } = await setup()

  await expect(
    outwardFetch('embedding')('http://alcove-nowhere.invalid:1234/v1/chat?key=secret', {
      method: 'POST',
      body: 'words',
    }),
  ).rejects.toThrow('fetch failed')

  expect(told).toMatchObject([
    {
      host: 'alcove-nowhere.invalid:1234',
      purpose: 'embedding',
      method: 'POST',
      path: '/v1/chat',
      bytes: 5,
      outcome: 'failed',
      status: null,
    },
  ])
  expect(JSON.stringify(told)).not.toMatch(/secret|words/)
})

test('while it is switched off nothing is sent, and the refusal says where the switch is', async () => {
  const { told } = await setup()
  const ask = () => outwardFetch('answers')('http://alcove-nowhere.invalid/v1/models')
  outward.setOffline(true)

  await expect(ask()).rejects.toThrow(HeldBack)
  await expect(ask()).rejects.toThrow('Settings, Privacy')
  outward.setOffline(false)
  await expect(ask()).rejects.not.toThrow(HeldBack)

  expect(told.map(({ outcome }) => outcome)).toEqual(['held-back', 'held-back', 'failed'])
})

test('a redirect is not followed', async () => {
  const { address } = await setup()

  await expect(outwardFetch('answers')(`${address}away`)).rejects.toThrow('fetch failed')
})

test('what a request says of itself is what was asked for, however it was asked', async () => {
  const { told } = await setup()
  const ask = outwardFetch('backup')
  const fails = (asked: Promise<Response>) => asked.catch(() => {})

  await fails(ask(new Request('http://alcove-nowhere.invalid/a', { method: 'DELETE' })))
  await fails(ask(new URL('http://alcove-nowhere.invalid:81/b?key=secret')))
  await fails(ask('http://alcove-nowhere.invalid/c', { method: 'PUT', body: new Uint8Array(3) }))
  await fails(ask('http://alcove-nowhere.invalid/d', { method: 'PUT', body: new ArrayBuffer(4) }))
  await fails(ask('http://alcove-nowhere.invalid/e', { method: 'PUT', body: new Blob(['five!']) }))
  await fails(ask('http://alcove-nowhere.invalid/f', { method: 'PUT', body: 'é' }))
  await fails(ask('http://alcove-nowhere.invalid/g', { body: null }))

  expect(
    told.map(({ host, purpose, method, path, bytes, outcome }) => [host, purpose, method, path, bytes, outcome]),
  ).toEqual([
    ['alcove-nowhere.invalid', 'backup', 'DELETE', '/a', 0, 'failed'],
    ['alcove-nowhere.invalid:81', 'backup', 'GET', '/b', 0, 'failed'],
    ['alcove-nowhere.invalid', 'backup', 'PUT', '/c', 3, 'failed'],
    ['alcove-nowhere.invalid', 'backup', 'PUT', '/d', 4, 'failed'],
    ['alcove-nowhere.invalid', 'backup', 'PUT', '/e', null, 'failed'],
    ['alcove-nowhere.invalid', 'backup', 'PUT', '/f', 2, 'failed'],
    ['alcove-nowhere.invalid', 'backup', 'GET', '/g', 0, 'failed'],
  ])
  expect(
    told.every(({ at, milliseconds }) => Date.now() - at < 60_000 && milliseconds >= 0 && milliseconds < 60_000),
  ).toBe(true)
})

test('an answer is read up to its limit, whole below it, and one without a body stays one', async () => {
  const { address } = await setup()
  const mebibyte = 1024 * 1024
  const read = async (purpose: Parameters<typeof outwardFetch>[0], size: number) => {
    const response = await outwardFetch(purpose)(`${address}${size}`)
    return (await response.arrayBuffer()).byteLength
  }

  expect(await read('answers', 64 * mebibyte)).toBe(64 * mebibyte)
  await expect(read('answers', 64 * mebibyte + 1)).rejects.toThrow('longer than 64 MiB')
  const empty = await outwardFetch('answers')(`${address}empty`)
  expect([empty.status, empty.body, outward.isOffline()]).toEqual([204, null, false])
})

test('whoever stops listening is told of nothing more', async () => {
  const { told, stop } = await setup()

  stop()
  await expect(outwardFetch('answers')('http://alcove-nowhere.invalid/')).rejects.toThrow('fetch failed')

  expect(told).toEqual([])
})

/** A server on loopback, and what is told of requests to others. */
async function setup() {
  const server = createServer((request, response) => {
    const [, size] = /^\/(\d+)$/.exec(request.url ?? '') ?? []
    if (size) return void response.end(Buffer.alloc(Number(size)))
    if (request.url === '/empty') response.writeHead(204)
    if (request.url === '/away') response.writeHead(302, { location: 'https://elsewhere.example/' })
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())))
  const { port } = server.address() as AddressInfo
  const told: OutwardRequest[] = []
  const stop = outward.onRequest((request) => told.push(request))
  onTestFinished(() => void stop())
  return { address: `http://127.0.0.1:${port}/`, told, stop }
}
