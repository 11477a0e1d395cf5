import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { AddressRefused, connectionsFor, isRefused } from './connections.ts'

/** What of an address matters: asked over these connections, is the answer a refusal of where it leads? */
async function refuses(rule: string, target: string): Promise<boolean> {
  try {
    // In tests the types are the browser's, which have no connections of their own.
    const init: object = { dispatcher: connectionsFor(new URL(rule)), signal: AbortSignal.timeout(2_000) }
    await fetch(target, init)
    return false
  } catch (error) {
    return isRefused(error)
  }
}

test('an address of this machine leads to this machine alone', async () => {
  const { address, hits } = await serve()
  const elsewhere = [
    'http://0.0.0.1/',
    'http://126.255.255.255/',
    'http://128.0.0.0/',
    'http://255.255.255.254/',
    'http://[::]/',
  ]
  const further = [
    'http://[::2]/',
    'http://[::ffff:7eff:ffff]/',
    'http://[::ffff:8000:0]/',
    'http://[fd00::1]/',
    'http://[ffff::1]/',
  ]

  const own = await Promise.all(
    ['http://localhost/', 'http://127.9.9.9/', 'http://[::1]/'].map((rule) => refuses(rule, address)),
  )
  const others = await Promise.all([...elsewhere, ...further].map((target) => refuses('http://localhost/', target)))

  expect({ own, others, hits: hits() }).toEqual({
    own: [false, false, false],
    others: others.map(() => true),
    hits: 3,
  })
})

test('a name of the internet never leads to this machine, a name of the own network may', async () => {
  const { address, hits } = await serve()
  const far = [
    'http://example.com/',
    'https://a.b.example/',
    'http://local.example/',
    'http://8.8.8.8/',
    'http://nas.local.example/',
  ]
  const near = ['nas', 'nas.local', 'nas.lan', 'nas.home', 'nas.internal', 'nas.home.arpa', 'nas.local.'].map(
    (name) => `http://${name}/`,
  )

  const refusedFar = await Promise.all(far.map((rule) => refuses(rule, address)))
  const refusedNear = await Promise.all(near.map((rule) => refuses(rule, address)))

  expect([refusedFar, refusedNear, hits()]).toEqual([far.map(() => true), near.map(() => false), near.length])
})

test.each(['http://example.com/', 'http://nas/'])('nobody’s addresses are refused also for %s', async (rule) => {
  const nobody = [
    ...[
      '0.1.2.3',
      '169.254.0.1',
      '169.254.255.255',
      '100.100.100.200',
      '192.0.0.1',
      '224.0.0.1',
      '239.1.1.1',
      '240.0.0.1',
      '255.255.255.255',
    ],
    ...[
      '[::]',
      '[fe80::1]',
      '[febf::1]',
      '[fec0::1]',
      '[ff02::1]',
      '[fd00:ec2::254]',
      '[64:ff9b::1]',
      '[64:ff9b:1::1]',
      '[2001::1]',
      '[2002::1]',
    ],
  ]

  const refused = await Promise.all(nobody.map((host) => refuses(rule, `http://${host}/`)))

  expect(nobody.filter((_, at) => !refused[at])).toEqual([])
})

test('what is no plain address of a server is refused before anything is connected', () => {
  const strange = [
    'ftp://example.com/',
    'file:///etc/passwd',
    'ws://example.com/',
    'http://a@example.com/',
    'http://a:b@example.com/',
    'http://:b@example.com/',
  ]
  const plain = ['http://example.com/', 'https://example.com/', 'http://192.168.1.5:11434/']

  for (const address of strange) expect(() => connectionsFor(new URL(address))).toThrow(AddressRefused)
  for (const address of plain) expect(connectionsFor(new URL(address))).toBeDefined()
})

test('a refusal is known however deep it lies, and nothing else is taken for one', () => {
  const blocked = Object.assign(new Error('blocked'), { code: 'ERR_IP_BLOCKED' })

  expect(
    [
      new AddressRefused('x'),
      blocked,
      new Error('fetch failed', { cause: blocked }),
      new AggregateError([new Error('a'), blocked]),
      new Error('fetch failed', { cause: new AggregateError([blocked]) }),
    ].map(isRefused),
  ).toEqual([true, true, true, true, true])
  expect(
    [
      new Error('x'),
      Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
      new AggregateError([new Error('a')]),
      'blocked',
      null,
    ].map(isRefused),
  ).toEqual([false, false, false, false, false])
})

async function serve() {
  let hits = 0
  const server = createServer((_, response) => {
    hits += 1
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, hits: () => hits }
}
