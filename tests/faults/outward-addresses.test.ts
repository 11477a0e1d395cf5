import dns from 'node:dns'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { createGzip } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { isLocalAddress } from '#models/chat/local-address'
import { createOllamaServer } from '#models/chat/ollama.server'
import { listCompatibleModels } from '#models/chat/openai-compatible.server'
import { findOllamaEmbedder } from '#models/embedding/ollama.embedder'
import { findCompatibleEmbedder } from '#models/embedding/openai-compatible.embedder'
import { isRefused } from '#models/network/connections'
import { AnswerTooLong, outwardFetch } from '#models/network/outward'
import { createS3Destination } from '../../main/backup/s3.destination.ts'
import { createWebdavDestination } from '../../main/backup/webdav.destination.ts'
import { forbiddenForms, loopbackForms, reboundNames, strangeForms } from './address-forms.ts'
import { most, report, times } from './fault-run.ts'

const ask = outwardFetch('answers')
const mebibyte = 1024 * 1024

test('however this machine is written, it is known as this machine, and nothing else is', async () => {
  const { port, hits } = await serve((_, response) => response.end('{}'))
  const forms = loopbackForms(port)

  const answers = await Promise.all(forms.map((form) => ask(form).then(({ status }) => status, String)))

  expect(forms.filter((form) => !isLocalAddress(form))).toEqual([])
  expect(forms.flatMap((form, at) => (answers[at] === 200 ? [] : [[form, answers[at]]]))).toEqual([])
  expect(hits()).toBe(forms.length)
  // Not every system knows this name of itself.
  expect(isLocalAddress('http://localhost.:80/')).toBe(true)
  expect([...forbiddenForms, 'http://localhost.example.com/'].filter(isLocalAddress)).toEqual([])
})

test('nothing is sent to forbidden addresses, however they are written or whatever a name turns into', async () => {
  const victim = await serve((_, response) => response.end('secret'))
  const answers: string[] = []

  for (const form of [...forbiddenForms, ...strangeForms]) answers.push(await outcome(form))
  const rebound: string[] = []
  for (const [name, address] of reboundNames) {
    const stop = answerNames((asked) => (asked === name ? address : '192.0.2.1'))
    rebound.push(await outcome(`http://${name}:${victim.port}/`))
    stop()
  }
  // A name of this machine that leads elsewhere: past the switch that holds everything back.
  const stop = answerNames(() => '192.0.2.1')
  const lying = await outcome('http://models.localhost:4100/')
  stop()

  report('S8 forbidden addresses', {
    forms: forbiddenForms.length + strangeForms.length + reboundNames.length + 1,
    refused: [...answers, ...rebound, lying].filter((one) => one === 'refused').length,
    bytes: victim.hits(),
  })
  expect({ hits: victim.hits(), lying }).toEqual({ hits: 0, lying: 'refused' })
  expect(answers.flatMap((one, at) => (one === 'refused' ? [] : [[forms()[at], one]]))).toEqual([])
  expect(rebound.filter((one) => one !== 'refused')).toEqual([])
})

test('a redirect leads nowhere, from any place that may be asked', { timeout: 120_000 }, async () => {
  const victim = await serve((_, response) => response.end('secret'))
  const targets = [...loopbackForms(victim.port), ...forbiddenForms, 'file:///etc/passwd', '//127.0.0.1/', '/elsewhere']
  let at = 0
  let status = 302
  const server = await serve((_, response) => {
    // Headers are bytes; what is not of them is written as it comes.
    const location = Buffer.from(targets[at % targets.length] ?? '').toString('latin1')
    response.writeHead(status, { location, refresh: `0; url=${location}` })
    response.end(`<meta http-equiv="refresh" content="0; url=${location}">`)
  })
  const fetched: string[] = []
  const asked = placesAt(`http://127.0.0.1:${server.port}`)

  for (status of [301, 302, 303, 307, 308]) {
    for (at = 0; at < targets.length; at += 1) {
      if (!(await fails(() => ask(`http://127.0.0.1:${server.port}/`)))) fetched.push(`${status} ${targets[at]}`)
    }
    for (const [name, place] of Object.entries(asked)) {
      if (!(await fails(place))) fetched.push(`${status} ${name}`)
    }
  }

  report('S8 redirects', {
    targets: targets.length * 5,
    places: Object.keys(asked).length * 5,
    followed: victim.hits(),
  })
  expect({ followed: victim.hits(), fetched }).toEqual({ followed: 0, fetched: [] })
})

test('an answer without end, packed or not, is read up to a limit and no further', { timeout: 300_000 }, async () => {
  const sent = { bytes: 0 }
  const server = await serve((request, response) => void endless(request, response, sent))
  const url = `http://127.0.0.1:${server.port}`
  const rounds = times({ short: 1, full: 5 })
  const grown: number[] = []
  const answers: string[] = []

  for (let round = 0; round < rounds; round += 1) {
    for (const path of ['/plain', '/gzip', '/lines']) {
      const before = process.memoryUsage().rss
      let read = 0
      try {
        for await (const chunk of (await ask(`${url}${path}`)).body ?? []) read += chunk.byteLength
        answers.push('whole')
      } catch (error) {
        answers.push(error instanceof AnswerTooLong && read <= 64 * mebibyte ? 'too long' : String(error))
      }
      grown.push((process.memoryUsage().rss - before) / mebibyte)
    }
  }
  const asked = placesAt(`${url}/lines`)
  const read = await Promise.all(Object.values(asked).map((place) => fails(place)))

  report('S8 endless answers', { answers: answers.length, 'most growth MB': most(grown), places: read.length })
  expect({ answers: new Set(answers), read: new Set(read) }).toEqual({
    answers: new Set(['too long']),
    read: new Set([true]),
  })
  expect(most(grown)).toBeLessThan(300)
})

test('a server that drips is left within the time that is set', { timeout: 60_000 }, async () => {
  const server = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const timer = setInterval(() => response.write(' '), 20)
    response.on('close', () => clearInterval(timer))
  })
  const address = `http://127.0.0.1:${server.port}`
  const limits = { lookUp: 300 }
  const begun = performance.now()

  const left = await Promise.all([
    fails(() => listCompatibleModels({ address, key: null, limits })),
    fails(() => createOllamaServer({ address, limits }).models()),
    fails(() => ask(address, { signal: AbortSignal.timeout(300) }).then((response) => response.text())),
  ])

  expect({ left, soon: performance.now() - begun < 10_000 }).toEqual({ left: [true, true, true], soon: true })
})

function forms(): readonly string[] {
  return [...forbiddenForms, ...strangeForms]
}

/** Every place that takes an address from a person, asked at this one. */
function placesAt(address: string): Readonly<Record<string, () => Promise<unknown>>> {
  const webdav = createWebdavDestination({ place: { kind: 'webdav', address, user: 'a' }, password: 'b' })
  const place = { kind: 's3', address, region: 'eu', bucket: 'bucket', prefix: '', keyId: 'a' } as const
  const s3 = createS3Destination({ place, secret: 'b' })
  const limits = { passage: 5_000, question: 5_000, retries: [] }
  return {
    ollama: () => createOllamaServer({ address, limits: { lookUp: 5_000 } }).models(),
    'openai-compatible': () => listCompatibleModels({ address, key: 'k', limits: { lookUp: 5_000 } }).then(orThrow),
    'ollama embedding': () => findOllamaEmbedder({ address, model: 'm', limits } as never),
    'openai-compatible embedding': () => findCompatibleEmbedder({ url: address, model: 'm', key: 'k', limits }),
    'webdav list': () => webdav.list(),
    'webdav fetch': () => webdav.fetch('alcove-abcd1234-20260101T000000Z.zip', tmpdir(), AbortSignal.timeout(3_000)),
    's3 list': () => s3.list(),
    's3 fetch': () => s3.fetch('alcove-abcd1234-20260101T000000Z.zip', tmpdir(), AbortSignal.timeout(3_000)),
  }
}

/** A list that is not there is not a list that was read. */
function orThrow<T>(value: T | null): T {
  if (value === null) throw new Error('Nothing was read')
  return value
}

async function outcome(address: string): Promise<string> {
  try {
    await ask(address, { signal: AbortSignal.timeout(5_000) })
    return 'answered'
  } catch (error) {
    return isRefused(error) ? 'refused' : `${error} ${error instanceof Error ? error.cause : ''}`
  }
}

async function fails(work: () => Promise<unknown>): Promise<boolean> {
  return work().then(
    () => false,
    () => true,
  )
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

async function serve(answer: Answer) {
  let hits = 0
  const server = createServer((request, response) => {
    hits += 1
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, hits: () => hits }
}

/** Zeros up to 10 GB, as they are, packed, or as lines; stops when nobody listens. */
async function endless({ url = '' }: IncomingMessage, response: ServerResponse, sent: { bytes: number }) {
  const packed = url.startsWith('/gzip')
  const type = { 'content-type': 'application/json', ...(packed ? { 'content-encoding': 'gzip' } : {}) }
  response.writeHead(200, type)
  const out = packed ? createGzip() : response
  if (packed) out.pipe(response)
  const block = Buffer.alloc(mebibyte, url.startsWith('/lines') ? ' \n' : 0)
  response.on('close', () => out.destroy())
  for (let at = 0; at < 10_000 && !response.destroyed; at += 1) {
    sent.bytes += block.length
    if (!out.write(block)) await Promise.race([once(out, 'drain'), once(response, 'close')]).catch(() => {})
  }
}

/** Has names lead where a test says, as a hostile name server could. */
function answerNames(addressOf: (name: string) => string): () => void {
  const before = dns.lookup
  const lookup = (name: string, options: dns.LookupOptions, answer: (...given: unknown[]) => void) => {
    const address = addressOf(name)
    const family = address.includes(':') ? 6 : 4
    if (options.all) answer(null, [{ address, family }])
    else answer(null, address, family)
  }
  Object.assign(dns, { lookup })
  return () => void Object.assign(dns, { lookup: before })
}
