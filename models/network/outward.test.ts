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

/** A server on loopback, and what is told of requests to others. */
async function setup() {
  const server = createServer((request, response) => {
    if (request.url === '/away') response.writeHead(302, { location: 'https://elsewhere.example/' })
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())))
  const { port } = server.address() as AddressInfo
  const told: OutwardRequest[] = []
  const stop = outward.onRequest((request) => told.push(request))
  onTestFinished(() => void stop())
  return { address: `http://127.0.0.1:${port}/`, told }
}
