import { afterEach, expect, test, vi } from 'vitest'
import type { ChatModel, ChatPart, ChatRequest } from '#models/chat/chat-model'
import { defaultChatLimits } from '#models/chat/limits'
import { createOllamaChatModel } from '#models/chat/ollama.chat-model'
import { createCompatibleChatModel } from '#models/chat/openai-compatible.chat-model'
import { recording } from '../ollama/recordings.ts'
import type { Ending, Script } from '../ollama/script.ts'
import { type OllamaTestServer, type OllamaTestServerOptions, startOllamaTestServer } from '../ollama/test-server.ts'

const request: ChatRequest = {
  messages: [
    { role: 'system', content: 'Answer from the numbered passages.' },
    { role: 'user', content: 'When does the lease end?' },
  ],
  passages: [],
  answerTokens: 500,
}
const wholeText = 'The lease ends on 31 March 2027 [1]. Notice must be given three months before, in writing [2].'
const limits = {
  ...defaultChatLimits,
  silence: 400,
  firstToken: 2_000,
  waiting: 1_000,
  retries: [10, 20],
  lineBytes: 100_000,
}

let server: OllamaTestServer
const output = vi.spyOn(process.stdout, 'write')
const errors = vi.spyOn(process.stderr, 'write')

afterEach(async () => {
  await server.close()
})

test('a real stream of Ollama becomes tokens and an end with its counts', async () => {
  const { ollama } = await setup({ replay: recording('chat', 'stream') })

  const parts = await all(ollama.stream(request))

  expect({ text: textOf(parts), last: parts.at(-1) }).toEqual({
    text: wholeText,
    last: {
      type: 'finished',
      promptTokens: 95,
      answerTokens: 19,
      took: { loadMs: 282, promptMs: 29, answerMs: 537 },
    },
  })
})

test('the request never lets the server cut the prompt, and asks for the context the model can', async () => {
  const { ollama } = await setup({})

  await all(ollama.stream(request))

  expect(server.chats).toMatchObject([
    {
      model: 'scripted-chat',
      messages: request.messages,
      truncate: false,
      stream: true,
      options: { num_ctx: 4_096, num_predict: 500 },
    },
  ])
  expect(server.chats[0]).not.toHaveProperty('think')
})

const deaths: readonly [Ending, string][] = [
  ['socket-destroyed', 'connection-lost'],
  ['truncated-line', 'connection-lost'],
  ['early-end', 'connection-lost'],
  ['server-killed', 'connection-lost'],
  ['error-line', 'model-crashed'],
  ['out-of-memory-line', 'out-of-memory'],
  ['hang', 'silent-too-long'],
  ['garbage', 'garbled'],
  ['not-an-object', 'garbled'],
  ['long-line', 'garbled'],
]

test.each(deaths)(
  'Ollama that ends in %s keeps what was written, says %s, and leaves no socket',
  async (ending, reason) => {
    const { ollama } = await setup({ ending, after: 6 })

    const parts = await all(ollama.stream(request))
    await server.idle(performance.now())

    expect({ text: textOf(parts), last: parts.at(-1), busy: server.busy() }).toMatchObject({
      text: 'The lease ends on 31 March',
      last: { type: 'stopped', failure: { code: 'MODEL_STOPPED', reason } },
      busy: 0,
    })
  },
)

test.each(deaths.filter(([ending]) => !['garbage', 'not-an-object', 'truncated-line'].includes(ending)))(
  'a compatible server that ends in %s keeps what was written, says %s, and leaves no socket',
  async (ending, reason) => {
    const { compatible } = await setup({ ending, after: 6 })

    const parts = await all(compatible.stream(request))
    await server.idle(performance.now())

    expect({ text: textOf(parts), last: parts.at(-1), busy: server.busy() }).toMatchObject({
      text: 'The lease ends on 31 March',
      last: { type: 'stopped', failure: { reason: ending === 'out-of-memory-line' ? 'out-of-memory' : reason } },
      busy: 0,
    })
  },
)

test.each([
  ['model process killed mid-stream', 'model-crashed'],
  ['model process hangs mid-stream, client gives up after 5 s', 'silent-too-long'],
  ['server killed mid-stream', 'connection-lost'],
])('the recorded fault "%s" is %s', async (about, reason) => {
  const { ollama } = await setup({ replay: recording('faults', about) })

  const parts = await all(ollama.stream(request))

  expect({ begins: textOf(parts).slice(0, 18), last: parts.at(-1) }).toMatchObject({
    begins: ' word0 word1 word2',
    last: { type: 'stopped', failure: { reason } },
  })
})

test.each([
  [
    'a prompt that is too long',
    recordedError('faults', 'prompt longer than num_ctx, truncate false'),
    'prompt-too-long',
  ],
  ['a foreign origin', { status: 403, body: '' }, 'refused'],
  ['a model that is gone', { status: 404, body: '{"error":"model \'nowhere\' not found"}' }, 'refused'],
  [
    'a crash before the first word',
    { status: 500, body: '{"error":"llama runner process has terminated"}' },
    'model-crashed',
  ],
  [
    'too little memory',
    { status: 500, body: '{"error":"model requires more system memory (9.2 GiB) than is available (3 GiB)"}' },
    'out-of-memory',
  ],
  ['another kind of server', { status: 200, body: '<html></html>', contentType: 'text/html' }, 'garbled'],
] as const)('%s stops before the first word', async (_, script, reason) => {
  const { ollama } = await setup(script)

  const parts = await all(ollama.stream(request))

  expect(parts).toMatchObject([{ type: 'stopped', failure: { reason } }])
})

test('an abort stops the stream and frees the socket long before the server is done', async () => {
  const { ollama } = await setup({ text: 'word '.repeat(2_000), delay: 2 })
  const abort = new AbortController()
  const parts: ChatPart[] = []
  let abortedAt = 0

  for await (const part of ollama.stream(request, abort.signal)) {
    parts.push(part)
    if (parts.length === 5) {
      abortedAt = performance.now()
      abort.abort()
    }
  }
  const freedAfter = await server.idle(abortedAt)

  expect(parts.at(-1)).toMatchObject({ type: 'stopped', failure: { reason: 'stopped-by-person' } })
  // On a quiet machine a few milliseconds; the server would go on writing for seconds.
  expect(freedAfter).toBeLessThan(1_500)
})

test('leaving the stream frees the socket', async () => {
  const { ollama } = await setup({ text: 'word '.repeat(2_000), delay: 2 })

  for await (const part of ollama.stream(request)) if (part.type === 'token') break
  await server.idle(performance.now())

  expect(server.busy()).toBe(0)
})

test('a connection that breaks before the answer is tried again, one that breaks later is not', async () => {
  const { ollama } = await setup({ ending: 'connection-reset' }, {})

  const second = await all(ollama.stream(request))
  server.next({ ending: 'socket-destroyed', after: 1 }, {})
  const broken = await all(ollama.stream(request))

  expect({ second: textOf(second), broken: textOf(broken), asked: server.chats.length }).toEqual({
    second: wholeText,
    broken: 'The',
    asked: 3,
  })
})

test('a model that is being loaded says so, once, and then answers', async () => {
  const { ollama } = await setup({ loading: 300 }, { limits: { waiting: 50 } })

  const parts = await all(ollama.stream(request))

  expect({
    first: parts[0],
    waiting: parts.filter(({ type }) => type === 'waiting').length,
    text: textOf(parts),
  }).toEqual({ first: { type: 'waiting', for: 'loading' }, waiting: 1, text: wholeText })
})

test('a model that never begins is given up', async () => {
  const { ollama } = await setup({ ending: 'hang', after: 0 }, { limits: { firstToken: 100 } })

  expect(await all(ollama.stream(request))).toMatchObject([{ type: 'stopped', failure: { reason: 'silent-too-long' } }])
})

test('an answer without end is given up at the limit', async () => {
  const { ollama } = await setup({ ending: 'endless', after: 0 }, { limits: { total: 200 } })

  const parts = await all(ollama.stream(request))

  expect(parts.at(-1)).toMatchObject({ type: 'stopped', failure: { reason: 'silent-too-long' } })
})

test('a model that can think is told not to, and thoughts left in the text are taken out of it', async () => {
  const { ollama } = await setup({ replay: recording('chat', 'thinking off') }, { name: 'scripted-think' })

  const parts = await all(ollama.stream(request))

  expect({ think: server.chats[0]?.think, text: textOf(parts), thoughts: textOf(parts, 'thinking') }).toEqual({
    think: false,
    text: 'It ends on 31 March 2027 [1].',
    thoughts: expect.stringContaining('The question asks'),
  })
})

test('a compatible server streams, gets its key, and counts tokens', async () => {
  const { compatible } = await setup({ replay: recording('openai', 'chat stream') })

  const parts = await all(compatible.stream(request))

  expect({ text: textOf(parts), last: parts.at(-1), key: server.chats[0]?.authorization }).toEqual({
    text: wholeText,
    last: { type: 'finished', promptTokens: 68, answerTokens: 19 },
    key: 'Bearer secret-key',
  })
})

test('thoughts of a compatible server are apart from its answer', async () => {
  const { compatible } = await setup({ thinking: 'Let me see.', text: 'In March [1].' })

  const parts = await all(compatible.stream(request))

  expect({ text: textOf(parts), thoughts: textOf(parts, 'thinking') }).toEqual({
    text: 'In March [1].',
    thoughts: 'Let me see.',
  })
})

test('what a model cannot do is known before it is asked', async () => {
  const { ollama } = await setup({})
  const embedding = createOllamaChatModel({ address: server.address, name: 'all-minilm', limits })
  const missing = createOllamaChatModel({ address: server.address, name: 'nowhere', limits })
  const gone = await startOllamaTestServer()
  await gone.close()
  const nobody = createOllamaChatModel({ address: gone.address, name: 'x', limits })
  const refusing = await startOllamaTestServer({ refusing: true })
  const refused = createOllamaChatModel({ address: refusing.address, name: 'scripted-chat', limits })

  const answers = await Promise.all([ollama, embedding, missing, nobody, refused].map((model) => model.readiness()))
  await refusing.close()

  expect(answers).toMatchObject([
    { ready: true },
    { ready: false, reason: 'cannot-chat' },
    { ready: false, reason: 'model-missing' },
    { ready: false, reason: 'not-running' },
    { ready: false, reason: 'refused' },
  ])
})

test('nothing that was sent is ever printed', () => {
  const printed = [...output.mock.calls, ...errors.mock.calls].map(([text]) => String(text)).join('')

  expect(printed).not.toMatch(/invalid json|secret sentence|When does the lease|AI SDK/)
})

async function setup(
  first: Script,
  second?: Script | ({ readonly limits?: Partial<typeof limits>; readonly name?: string } & OllamaTestServerOptions),
): Promise<{ ollama: ChatModel; compatible: ChatModel }> {
  const more = second && ('limits' in second || 'name' in second) ? second : {}
  server = await startOllamaTestServer(more)
  server.next(first)
  const name = more.name ?? 'scripted-chat'
  const chosen = { ...limits, ...more.limits }
  return {
    ollama: createOllamaChatModel({ address: server.address, name, limits: chosen }),
    compatible: createCompatibleChatModel({
      address: `${server.address}/v1`,
      key: 'secret-key',
      name,
      limits: chosen,
    }),
  }
}

function recordedError(file: 'faults', about: string): Script {
  const { status, chunks } = recording(file, about)
  return { status, body: chunks.map(({ body }) => body).join('') }
}

async function all(stream: AsyncIterable<ChatPart>): Promise<ChatPart[]> {
  const parts: ChatPart[] = []
  for await (const part of stream) parts.push(part)
  return parts
}

function textOf(parts: readonly ChatPart[], type: 'token' | 'thinking' = 'token'): string {
  return parts.flatMap((part) => (part.type === type ? part.text : [])).join('')
}
