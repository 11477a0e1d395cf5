import { expect, onTestFinished, test } from 'vitest'
import { startOllamaTestServer } from '../../tests/ollama/test-server.ts'
import { problemOf } from './embedder-fault.ts'
import { createOllamaEmbedder, findOllamaEmbedder } from './ollama.embedder.ts'
import { createCompatibleEmbedder, findCompatibleEmbedder } from './openai-compatible.embedder.ts'
import { prefixesByName } from './prefixes.ts'

const limits = { retries: [1, 1], passage: 2_000, question: 300 }

test('a model in Ollama is found with the digest of its weights as revision, and its vectors have length 1', async () => {
  const { server, open } = await ollama()
  const found = await findOllamaEmbedder({ address: server.address, model: 'all-minilm', limits })

  const embedder = open(found)
  const vectors = await embedder.embed(['The lease ends in March.', '', 'A cat.'])

  expect({
    ...found,
    lengths: vectors.map((vector) => [vector.length, Number(Math.hypot(...vector).toFixed(5))]),
  }).toEqual({
    id: 'all-minilm@ollama-11ca311fa5cb35d3',
    title: 'all-minilm',
    dimensions: 384,
    lengths: [
      [384, 1],
      [384, 1],
      [384, 1],
    ],
  })
})

test('batches go one after the other, with the whole text and the wish to cut what is too long', async () => {
  const { server, open } = await ollama()
  const embedder = open()
  const texts = Array.from({ length: 40 }, (_, index) => `text ${index}`)

  const vectors = await embedder.embed(texts)

  expect([
    vectors.length,
    server.embeds.requests.map(({ input }) => input.length),
    server.embeds.requests.flatMap(({ input }) => input),
    new Set(server.embeds.requests.map(({ body }) => body['truncate'])),
  ]).toEqual([40, [16, 16, 8], texts, new Set([true])])
})

test('a server that fails or breaks off is asked again, and gives the same vectors then', async () => {
  const { server, open } = await ollama()
  const embedder = open()
  const calm = await embedder.embed(['A cat.'])

  server.embeds.next({ status: 500, body: '{"error":"loading"}' }, { ending: 'connection-reset' })
  const after = await embedder.embed(['A cat.'])

  expect([after, server.embeds.requests.length]).toEqual([calm, 4])
})

test.each([
  ['too few vectors', { vectors: (right: Vectors) => right.slice(1) }, 'unsupported'],
  ['vectors of another length', { vectors: (right: Vectors) => right.map((one) => one.slice(0, 100)) }, 'damaged'],
  ['zeros', { vectors: (right: Vectors) => right.map((one) => one.map(() => 0)) }, 'not-an-embedding-model'],
  [
    'values that are no numbers',
    { vectors: (right: Vectors) => right.map((one) => one.map(() => null)) },
    'unsupported',
  ],
  ['a refusal', { status: 403, body: '' }, 'refused'],
  ['an unknown model', { status: 404, body: '{"error":"model not found"}' }, 'missing'],
  [
    'a model that cannot',
    { status: 400, body: '{"error":"this model does not support embeddings"}' },
    'not-an-embedding-model',
  ],
  ['something else', { status: 200, body: '{"hello":1}' }, 'unsupported'],
])('%s are no vectors', async (_, script, reason) => {
  const { server, open } = await ollama()
  const embedder = open()
  server.embeds.next(script)

  expect(await failing(embedder.embed(['A cat.', 'A dog.']))).toBe(reason)
})

test('other weights under the same name give no vectors', async () => {
  const { server, open } = await ollama()
  const embedder = open()
  await embedder.embed(['A cat.'])

  server.exchangeWeights()

  expect(await failing(embedder.embed(['A dog.']))).toBe('damaged')
})

test.each([
  ['scripted-chat', 'not-an-embedding-model'],
  ['nowhere', 'missing'],
])('%s cannot embed', async (model, reason) => {
  const { server } = await ollama()

  expect(await failing(findOllamaEmbedder({ address: server.address, model, limits }))).toBe(reason)
})

test('an older server that names no capabilities is known by the zeros it gives for a chat model', async () => {
  const { server } = await ollama({ withoutCapabilities: true })

  expect(await failing(findOllamaEmbedder({ address: server.address, model: 'scripted-chat', limits }))).toBe(
    'not-an-embedding-model',
  )
})

test('nobody at the address is not reachable, and a question does not wait for a server that hangs', async () => {
  const { server, open } = await ollama()
  const embedder = open()
  server.embeds.next({ ending: 'hang' })
  const hung = await failing(embedder.embed(['Who?'], undefined, 'question'))
  await server.close()

  expect([hung, await failing(embedder.embed(['A cat.']))]).toEqual(['not-reachable', 'not-reachable'])
})

test('an embedding that is no longer wanted ends at once with its reason', async () => {
  const { server, open } = await ollama()
  const controller = new AbortController()
  server.embeds.next({ ending: 'hang' })
  const embedding = open().embed(['A cat.'], controller.signal)
  await server.embeds.asked()

  controller.abort(new Error('closed'))

  await expect(embedding).rejects.toThrow('closed')
})

test('an OpenAI-compatible server is sent the key, and each text gets its own vector whatever their order', async () => {
  const { server, open } = await ollama()
  const url = `${server.address}/v1`
  const found = await findCompatibleEmbedder({ url, model: 'all-minilm', key: 'secret', limits })
  const embedder = createCompatibleEmbedder({ ...found, url, model: 'all-minilm', key: 'secret', limits })

  const vectors = await embedder.embed(['A cat.', 'A dog.'])

  expect({
    id: found.id,
    same: vectors,
    sent: server.embeds.requests[0],
  }).toMatchObject({
    id: expect.stringMatching(/^all-minilm@127\.0\.0\.1-[\da-f]{8}-384$/),
    same: await open().embed(['A cat.', 'A dog.']),
    sent: { path: '/v1/embeddings', authorization: 'Bearer secret', body: { encoding_format: 'float' } },
  })
})

test('the words a family wants stand before its texts, by what a text is for', () => {
  expect([
    prefixesByName('intfloat/multilingual-e5-small').question,
    prefixesByName('nomic-embed-text').passage,
    prefixesByName('mxbai-embed-large:latest').passage,
    prefixesByName('all-minilm'),
    prefixesByName('e5-mistral-7b-instruct').question,
  ]).toEqual(['query: ', 'search_document: ', '', { passage: '', question: '' }, ''])
})

type Vectors = readonly (readonly number[])[]

async function failing(embedding: Promise<unknown>) {
  return embedding.then(
    () => 'no failure',
    (error: unknown) => problemOf(error)?.reason ?? error,
  )
}

async function ollama(options: Parameters<typeof startOllamaTestServer>[0] = {}) {
  const server = await startOllamaTestServer(options)
  onTestFinished(() => server.close())
  const { address } = server
  const known = { id: 'all-minilm@ollama-11ca311fa5cb35d3', dimensions: 384 }
  return {
    server,
    open: (found = known) => createOllamaEmbedder({ ...found, address, model: 'all-minilm:latest', limits }),
  }
}
