import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { z } from 'zod'
import { killConnections, replay, writeStream } from './chat-stream.ts'
import { createEmbedAnswers, type EmbedAnswers } from './embed-answers.ts'
import { createMemoryAnswers, GenerateBody, type MemoryAnswers, type MemoryOptions } from './memory-answers.ts'
import { baseName, createModelListing, isKnownModel, type KnownModel } from './model-listing.ts'
import { createPrefixCache, type PromptRead } from './prefix-cache.ts'
import { createPullAnswers } from './pull-answers.ts'
import type { ChatBody, Script } from './script.ts'
import { ollamaWire, openaiWire } from './wire-formats.ts'

export interface OllamaTestServer {
  /** `http://127.0.0.1:PORT` */
  readonly address: string
  /** What `/api/chat` and `/v1/chat/completions` were sent, in order. */
  readonly chats: readonly (ChatBody & { readonly authorization: string | undefined })[]
  /** Requests to name a conversation; they are answered with nothing unless `title` says what. */
  readonly titles: readonly ChatBody[]
  readonly title: (script: Script) => void
  /** What is asked for vectors, and how it goes wrong. */
  readonly embeds: Pick<EmbedAnswers, 'requests' | 'next' | 'asked'>
  /** What is fetched, and how that goes wrong. */
  readonly pulls: Pick<ReturnType<typeof createPullAnswers>, 'asked' | 'next'>
  /** What is in memory, what was asked of `/api/generate`, and how loading goes wrong. */
  readonly memory: Pick<MemoryAnswers, 'bodies' | 'next' | 'asked' | 'ps' | 'load' | 'expire'>
  /** Has `tags` name other weights under the same model, as after a newer pull. */
  readonly exchangeWeights: () => void
  /** Everything that was asked, as method and path, in order. */
  readonly asked: readonly string[]
  /** Connections that still carry a request. */
  readonly busy: () => number
  /** Resolves when a chat request has come. */
  readonly nextChat: () => Promise<void>
  /** Resolves with the milliseconds since `from` when no connection carries a request any more. */
  readonly idle: (from: number) => Promise<number>
  /** Scripts for the next chat requests, in order; after them `always` holds. */
  readonly next: (...scripts: Script[]) => void
  /** What reading each prompt that was answered cost, in order. */
  readonly reads: readonly PromptRead[]
  readonly always: (script: Script) => void
  readonly close: () => Promise<void>
}

export interface OllamaTestServerOptions {
  /** Models by name, with the recording whose `show` answer they have; absent: those of the recordings. */
  readonly models?: readonly ('scripted-chat' | 'scripted-think' | 'scripted-tools' | 'all-minilm')[]
  readonly version?: string
  /** True: every request is answered 403, as Ollama answers a foreign origin. */
  readonly refusing?: boolean
  /** True: the models that chat can see pictures, too. */
  readonly seeing?: boolean
  /** True: `tags` leaves capabilities out, as older servers do. */
  readonly withoutCapabilities?: boolean
  /** What the models that chat can read at once; absent: as recorded. */
  readonly contextLength?: number
  /** How many tokens a character of the prompt counts as. */
  readonly tokensPerCharacter?: number
  /** How memory is told. */
  readonly memory?: Omit<MemoryOptions, 'tags'>
  /** What `show` leaves out, as older servers do. */
  readonly showWithout?: readonly string[]
  readonly script?: Script
  /** Left out: any free one. */
  readonly port?: number
}

const Named = z.looseObject({ model: z.string() })
const EmbedBody = z.object({ model: z.string(), keep_alive: z.number().optional() })

/** A server that speaks as Ollama does, in the shapes of the recordings, and goes wrong on demand. Real HTTP on loopback. */
export async function startOllamaTestServer(options: OllamaTestServerOptions = {}): Promise<OllamaTestServer> {
  const { models: first = ['scripted-chat', 'scripted-think', 'scripted-tools', 'all-minilm'], refusing = false } =
    options
  const models: KnownModel[] = [...first]
  const pulls = createPullAnswers((name) => {
    const known = baseName(name)
    if (isKnownModel(known) && !models.includes(known)) models.push(known)
  })
  const chats: (ChatBody & { readonly authorization: string | undefined })[] = []
  const asked: string[] = []
  const queue: Script[] = []
  const busySockets = new Set<Socket>()
  const listeners = { chat: new Set<() => void>(), idle: new Set<() => void>() }
  const embeds = createEmbedAnswers()
  const prefixes = createPrefixCache()
  const listing = createModelListing(options)
  const memory = createMemoryAnswers({ ...options.memory, tags })
  let always: Script = options.script ?? {}
  const titles: ChatBody[] = []
  let title: Script = { text: '' }
  let exchanged = false

  const server = createServer((request, response) => {
    const { socket } = request
    asked.push(`${request.method} ${request.url}`)
    busySockets.add(socket)
    const free = () => {
      busySockets.delete(socket)
      if (busySockets.size === 0) tell(listeners.idle)
    }
    response.on('close', free)
    answer(request, response).catch((cause: unknown) => {
      if (!response.headersSent) response.writeHead(500)
      response.end(String(cause))
    })
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    address: `http://127.0.0.1:${port}`,
    chats,
    reads: prefixes.reads,
    asked,
    titles,
    title: (script) => {
      title = script
    },
    embeds,
    pulls,
    memory,
    exchangeWeights: () => {
      exchanged = true
    },
    busy: () => busySockets.size,
    nextChat: () => heard(listeners.chat),
    idle: async (from) => {
      if (busySockets.size > 0) await heard(listeners.idle)
      return performance.now() - from
    },
    next: (...scripts) => void queue.push(...scripts),
    always: (script) => {
      always = script
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (refusing) return void response.writeHead(403).end()
    const body = await readBody(request)
    const { url = '' } = request
    if (url === '/api/version') return json(response, 200, { version: options.version ?? '0.35.1' })
    if (url === '/api/tags') return json(response, 200, { models: tags() })
    if (url === '/api/ps') return json(response, 200, memory.ps())
    if (url === '/api/show') return show(response, nameIn(body))
    if (url === '/api/pull') return pulls.answer(response, nameIn(body))
    if (url === '/api/delete') return remove(response, nameIn(body))
    if (url === '/api/embed' || url === '/v1/embeddings') {
      const known = models.some((model) => model === baseName(nameIn(body)))
      // Only Ollama's own way in says how long the model stays.
      const { model, ...kept } = EmbedBody.parse(JSON.parse(body))
      const done = known ? memory.begin({ model, ...(url === '/api/embed' ? kept : {}) }) : () => {}
      await embeds.answer(response, { path: url, body, authorization: request.headers.authorization })
      return done()
    }
    if (url === '/api/generate') return generate(response, GenerateBody.parse(JSON.parse(body)))
    if (url === '/api/chat') return chat(request, response, chatBody(body), 'ollama')
    if (url === '/v1/models') {
      return json(response, 200, {
        object: 'list',
        data: models.map((id) => ({ id, object: 'model', owned_by: 'library' })),
      })
    }
    if (url === '/v1/chat/completions') return chat(request, response, chatBody(body), 'openai')
    return text(response, 404, '404 page not found', 'text/plain')
  }

  async function chat(request: IncomingMessage, response: ServerResponse, body: ChatBody, form: 'ollama' | 'openai') {
    const isTitle = [body.messages[0], body.messages.at(-1)].some((one) =>
      one?.content.startsWith('Name the conversation'),
    )
    if (isTitle) titles.push(body)
    else {
      chats.push({ ...body, authorization: request.headers.authorization })
      tell(listeners.chat)
    }
    const script = isTitle ? title : (queue.shift() ?? always)
    if ('replay' in script) return replay(response, script.replay)
    if ('status' in script) return text(response, script.status, script.body, script.contentType)
    if (script.ending === 'connection-reset') return void request.socket.destroy()
    const fault = faultOf(body)
    if (fault)
      return text(
        response,
        fault.status,
        JSON.stringify(form === 'ollama' ? { error: fault.error } : { error: { message: fault.error } }),
      )
    const wire = form === 'ollama' ? ollamaWire(body.model) : openaiWire(body.model)
    const promptTokens = prefixes.read(body)
    const said = (words: string) => prefixes.written(body.model, words)
    let done = () => {}
    const loaded = () => {
      done = memory.begin(form === 'ollama' ? body : { model: body.model })
    }
    const killServer = () => killConnections(server)
    await writeStream({ response, script, body, wire, loaded, said, promptTokens, killServer }).finally(() => done())
  }

  function generate(response: ServerResponse, body: GenerateBody) {
    const model = models.find((known) => known === baseName(body.model))
    if (!model) return json(response, 404, { error: `model '${body.model}' not found` })
    return memory.generate(response, body, listing.shown(model))
  }

  // As the recorded server answers wrong use.
  function faultOf(body: ChatBody): { readonly status: number; readonly error: string } | undefined {
    const model = models.find((known) => known === baseName(body.model))
    if (!model) return { status: 404, error: `model '${body.model}' not found` }
    const { capabilities } = listing.shown(model)
    if (!capabilities.includes('completion')) return { status: 400, error: `"${body.model}" does not support chat` }
    if (body.think && !capabilities.includes('thinking')) {
      return { status: 400, error: `"${body.model}" does not support thinking` }
    }
    if (body.tools && !capabilities.includes('tools')) {
      return { status: 400, error: `registry.ollama.ai/library/${body.model} does not support tools` }
    }
    const length = body.messages.reduce((sum, { content }) => sum + content.length, 0)
    const isTooLong = length * (options.tokensPerCharacter ?? 0.25) > (body.options?.num_ctx ?? 4_096)
    if (isTooLong && body.truncate === false) {
      return { status: 400, error: 'the input length exceeds the context length' }
    }
    return undefined
  }

  function remove(response: ServerResponse, name: string) {
    const at = models.findIndex((known) => known === baseName(name))
    if (at === -1) return json(response, 404, { error: `model '${name}' not found` })
    models.splice(at, 1)
    return void response.writeHead(200, { 'content-length': '0' }).end()
  }

  function show(response: ServerResponse, name: string) {
    const model = models.find((known) => known === baseName(name))
    if (!model) return json(response, 404, { error: `model '${name}' not found` })
    return text(response, 200, listing.show(model))
  }

  function tags() {
    return listing.tags(models, { exchanged })
  }
}

function nameIn(body: string): string {
  return Named.parse(JSON.parse(body)).model
}

// Only our own programs talk to this server: what they send is believed.
function chatBody(body: string): ChatBody {
  return Named.parse(JSON.parse(body)) as unknown as ChatBody
}

function json(response: ServerResponse, status: number, body: object) {
  text(response, status, JSON.stringify(body))
}

function text(response: ServerResponse, status: number, body: string, type = 'application/json; charset=utf-8') {
  response.writeHead(status, { 'content-type': type }).end(body)
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}

function heard(listeners: Set<() => void>): Promise<void> {
  return new Promise((resolve) => listeners.add(resolve))
}

function tell(listeners: Set<() => void>) {
  for (const listener of listeners) listener()
  listeners.clear()
}
