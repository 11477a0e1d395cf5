import { type OutwardPurpose, outwardFetch } from '../network/outward.ts'
import { faultOfAnswer, ModelFault } from './model-fault.ts'

export interface GuardedFetchOptions {
  readonly signal: AbortSignal
  /** The content type a successful answer must have. */
  readonly contentType: RegExp
  /** Longest line, in bytes. */
  readonly lineBytes: number
  /** For streams of one JSON object a line: lines that are none end the stream. */
  readonly jsonLines: boolean
  /** A key that is sent: where a server gives it back in an error it is left out, as errors are kept and shown. */
  readonly key?: string | null
  /** What requests to another machine are listed as. */
  readonly purpose?: OutwardPurpose
}

const errorBytes = 16_000

/**
 * A fetch for libraries that talk to model servers: ends with `signal`, follows no redirect (it could lead off this machine),
 * and turns errors, foreign content and endless or garbled lines into a `ModelFault` before the library sees them.
 */
export function createGuardedFetch(options: GuardedFetchOptions): typeof fetch {
  const { signal, contentType, lineBytes, jsonLines, purpose = 'answers', key = null } = options
  const send = outwardFetch(purpose)
  return async (input, init) => {
    const signals = init?.signal ? [signal, init.signal] : [signal]
    const response = await send(input, { ...init, signal: AbortSignal.any(signals) })
    if (!response.ok)
      throw faultOfAnswer({ status: response.status, message: withoutKey(await errorText(response), key) })
    const type = response.headers.get('content-type') ?? ''
    if (!contentType.test(type)) {
      await response.body?.cancel()
      throw new ModelFault('garbled', `The server answered ${type || 'without a content type'}`)
    }
    const body = response.body?.pipeThrough(lineGuard({ lineBytes, jsonLines })) ?? null
    return new Response(body, { status: response.status, headers: response.headers })
  }
}

/** What a server said, without the key it was sent. */
export function withoutKey(text: string, key: string | null): string {
  return key ? text.replaceAll(key, '(key)') : text
}

/** Reads an error body, at most a few kilobytes of it, and finds the sentence in it. */
export async function errorText(response: Response): Promise<string> {
  const text = await firstBytes(response)
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && 'error' in body) {
      const { error } = body
      if (typeof error === 'string') return error
      if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message)
    }
  } catch {
    // Not JSON: the text itself is all there is to say.
  }
  return text || response.statusText
}

async function firstBytes(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > errorBytes) break
  }
  return text
}

// The `ollama` library prints a line it cannot parse to the console, where it could put a person's text into a log.
function lineGuard({ lineBytes, jsonLines }: Pick<GuardedFetchOptions, 'lineBytes' | 'jsonLines'>) {
  const decoder = new TextDecoder()
  let parts: Uint8Array[] = []
  let held = 0
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      let start = 0
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
        hold(chunk.subarray(start, end + 1))
        passOn(controller)
        start = end + 1
      }
      if (start < chunk.length) hold(chunk.subarray(start))
    },
    flush(controller) {
      if (held === 0) return
      if (jsonLines && !isObject(decoder.decode(joined()))) {
        throw new ModelFault('connection-lost', 'The stream ended in the middle of a line')
      }
      controller.enqueue(joined())
    },
  })

  function hold(part: Uint8Array) {
    held += part.length
    if (held > lineBytes) throw new ModelFault('garbled', `A line of more than ${lineBytes} bytes`)
    parts.push(part)
  }

  function passOn(controller: TransformStreamDefaultController<Uint8Array>) {
    const line = joined()
    parts = []
    held = 0
    if (!jsonLines) return controller.enqueue(line)
    const text = decoder.decode(line)
    if (text.trim() === '') return
    if (!isObject(text)) throw new ModelFault('garbled', 'A line that is not a JSON object')
    controller.enqueue(line)
  }

  function joined(): Uint8Array {
    return parts.length === 1 && parts[0] ? parts[0] : new Uint8Array(Buffer.concat(parts))
  }
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
