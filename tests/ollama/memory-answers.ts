import type { ServerResponse } from 'node:http'
import { z } from 'zod'
import { bodyOf, recording } from './recordings.ts'

const Listed = z.looseObject({
  name: z.string(),
  size: z.number(),
  digest: z.string(),
  details: z.looseObject({ parent_model: z.string() }),
})
const Ps = z.object({ models: z.array(z.looseObject({ name: z.string(), size: z.number() })) })

/** What of a request says how a model is loaded, and for how long. */
export interface LoadBody {
  readonly model: string
  /** Seconds; below 0: until the server ends. */
  readonly keep_alive?: number
  readonly options?: { readonly num_ctx?: number }
}

export const GenerateBody = z.looseObject({
  model: z.string(),
  prompt: z.string().default(''),
  keep_alive: z.number().optional(),
  options: z.looseObject({ num_ctx: z.number().optional() }).optional(),
})
export type GenerateBody = z.infer<typeof GenerateBody>

/** How loading goes wrong or takes long: an error, or nothing until a promise comes or whoever asked has left. */
export type LoadScript = { readonly status: number; readonly body: string } | { readonly until: Promise<void> }

export interface MemoryOptions {
  /** What `/api/tags` tells now. */
  readonly tags: () => readonly unknown[]
  /** What is on graphics cards, of each model. */
  readonly graphicsShare?: number
  /** What `/api/ps` leaves out, as older servers do. */
  readonly psWithout?: readonly string[]
  readonly clock?: () => number
}

export type MemoryAnswers = ReturnType<typeof createMemoryAnswers>

interface Loaded {
  keepFor: number
  expiresAt: number
  contextLength: number
  uses: number
}

const usualSeconds = 300
/** As long as Go's longest duration. */
const forEver = 9_223_372_036_854

/**
 * What Ollama has in memory: a model is there from its first request on, stays as long as that request or the one before it
 * said (`server/sched.go`), and one that is to go while it answers goes after.
 */
export function createMemoryAnswers({ tags, graphicsShare = 0, psWithout = [], clock = Date.now }: MemoryOptions) {
  const loaded = new Map<string, Loaded>()
  const bodies: GenerateBody[] = []
  const queue: LoadScript[] = []
  let listeners: (() => void)[] = []
  return {
    bodies,
    next: (...scripts: LoadScript[]) => void queue.push(...scripts),
    asked: () => new Promise<void>((resolve) => listeners.push(resolve)),
    begin,
    ps,
    generate,
    /** A model that something else has loaded. */
    load: (body: LoadBody) => begin(body)(),
    /** Lets a model go as if its time had come. */
    expire: (name: string) => void loaded.delete(name),
  }

  /** A request begins; what it returns says that it has ended. */
  function begin({ model: named, keep_alive, options }: LoadBody): () => void {
    const name = nameWithTag(named)
    const before = kept(name)
    const contextLength = options?.num_ctx ?? before?.contextLength ?? usualContext(name)
    const one = before ?? { keepFor: usualSeconds * 1_000, expiresAt: 0, contextLength, uses: 0 }
    one.contextLength = contextLength
    if (keep_alive !== undefined) one.keepFor = keep_alive < 0 ? forEver : keep_alive * 1_000
    one.uses += 1
    one.expiresAt = clock() + one.keepFor
    loaded.set(name, one)
    return () => {
      one.uses -= 1
      one.expiresAt = clock() + one.keepFor
      if (one.uses === 0 && one.keepFor === 0) loaded.delete(name)
    }
  }

  function unload(name: string): void {
    const one = loaded.get(nameWithTag(name))
    if (!one) return
    one.keepFor = 0
    if (one.uses === 0) loaded.delete(nameWithTag(name))
  }

  function kept(name: string): Loaded | undefined {
    const one = loaded.get(name)
    if (one && one.uses === 0 && one.expiresAt <= clock()) loaded.delete(name)
    return loaded.get(name)
  }

  /** The body of `/api/ps`: the one that stays longest first. */
  function ps() {
    const listed = [...loaded.keys()]
      .flatMap((name) => {
        const one = kept(name)
        return one ? [{ name, ...one }] : []
      })
      .toSorted((a, b) => b.expiresAt - a.expiresAt)
    return { models: listed.map(entry) }
  }

  function entry({ name, expiresAt, contextLength }: Loaded & { readonly name: string }) {
    const { size, digest, details } =
      z
        .array(Listed)
        .parse(tags())
        .find((tag) => tag.name === name) ?? unlisted
    const { models } = Ps.parse(JSON.parse(bodyOf(recording('memory', 'ps with a model loaded'))))
    const taken = models.find((recorded) => recorded.name === name)?.size ?? size + 2_621_440
    const told = {
      name,
      model: name,
      size: taken,
      digest,
      details: { ...details, parent_model: '' },
      expires_at: new Date(expiresAt).toISOString().replace('Z', '123456Z'),
      size_vram: Math.round(taken * graphicsShare),
      context_length: contextLength,
    }
    return Object.fromEntries(Object.entries(told).filter(([key]) => !psWithout.includes(key)))
  }

  /** Answers `/api/generate` for a model that is there and can what `capabilities` says. */
  async function generate(
    response: ServerResponse,
    body: GenerateBody,
    { capabilities }: { readonly capabilities: readonly string[] },
  ) {
    const { model, prompt, keep_alive } = body
    bodies.push(body)
    for (const tell of listeners.splice(0)) tell()
    listeners = []
    if (prompt === '' && keep_alive === 0) {
      unload(model)
      return send(response, 200, said(model, 'unload'))
    }
    if (!capabilities.includes('completion')) {
      return send(response, 400, { error: `"${model}" does not support generate` })
    }
    const script = queue.shift()
    if (script && 'status' in script) return sendText(response, script.status, script.body)
    const left = new Promise<'left'>((resolve) => response.on('close', () => resolve('left')))
    // Whoever leaves while a model is loaded has the loading stop.
    if (script && (await Promise.race([script.until, left])) === 'left') return
    begin({ model, ...(keep_alive === undefined ? {} : { keep_alive }), options: numbersOf(body) })()
    return send(response, 200, said(model, prompt === '' ? 'load' : 'stop'))
  }
}

function said(model: string, done_reason: 'load' | 'unload' | 'stop') {
  return { model, created_at: new Date().toISOString(), response: '', done: true, done_reason }
}

function numbersOf({ options }: GenerateBody): { num_ctx?: number } {
  return options?.num_ctx === undefined ? {} : { num_ctx: options.num_ctx }
}

function usualContext(name: string): number {
  return name.startsWith('all-minilm') ? 512 : 4_096
}

function nameWithTag(name: string): string {
  return name.includes(':') ? name : `${name}:latest`
}

const unlisted = { size: 4_000_000, digest: '0'.repeat(64), details: { parent_model: '' } }

function send(response: ServerResponse, status: number, body: object): void {
  sendText(response, status, JSON.stringify(body))
}

function sendText(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(body)
}
