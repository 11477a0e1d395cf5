import { z } from 'zod'
import { createGuardedFetch } from './guarded-fetch.ts'
import { ModelFault } from './model-fault.ts'

const Line = z.object({
  status: z.string().optional(),
  error: z.string().optional(),
  digest: z.string().optional(),
  total: z.number().optional(),
  completed: z.number().optional(),
})

/** How far a model is. */
export interface PullProgress {
  /** As Ollama says it, such as `pulling manifest` or `verifying sha256 digest`. */
  readonly step: string
  /** Bytes of all layers known so far; null before the first is known. */
  readonly total: number | null
  readonly completed: number
}

export interface PullOptions {
  readonly address: string
  readonly name: string
  readonly signal: AbortSignal
  /** Milliseconds without a word after which the connection counts as lost. */
  readonly silence?: number
}

const usualSilence = 120_000
const lineBytes = 100_000

/** Has an Ollama server fetch a model; what was fetched by an earlier try is not fetched again. Throws a `ModelFault` where that fails. */
export async function* pullModel({
  address,
  name,
  signal,
  silence = usualSilence,
}: PullOptions): AsyncGenerator<PullProgress> {
  const quiet = new AbortController()
  let watch = setTimeout(() => quiet.abort(), silence)
  const ends = AbortSignal.any([signal, quiet.signal])
  const fetchGuarded = createGuardedFetch({ signal: ends, contentType: /ndjson|json/, lineBytes, jsonLines: true })
  const layers = new Map<string, { readonly total: number; readonly completed: number }>()
  let isDone = false
  try {
    const response = await fetchGuarded(new URL('/api/pull', address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: name, stream: true }),
    })
    for await (const line of linesOf(response)) {
      clearTimeout(watch)
      watch = setTimeout(() => quiet.abort(), silence)
      if (line.error !== undefined) throw new ModelFault('refused', line.error)
      if (line.digest && line.total !== undefined) {
        layers.set(line.digest, { total: line.total, completed: line.completed ?? 0 })
      }
      isDone ||= line.status === 'success'
      yield { step: line.status ?? '', ...sumOf(layers) }
    }
  } catch (cause) {
    if (quiet.signal.aborted) throw new ModelFault('silent-too-long', 'Nothing came for a while', { cause })
    throw cause
  } finally {
    clearTimeout(watch)
  }
  if (!isDone) throw new ModelFault('connection-lost', 'The answer ended before the model was there')
}

/** Has an Ollama server delete a model; false where it had none of this name. */
export async function deleteModel(address: string, name: string, signal: AbortSignal): Promise<boolean> {
  const fetchGuarded = createGuardedFetch({ signal, contentType: /.*/, lineBytes, jsonLines: false })
  try {
    await fetchGuarded(new URL('/api/delete', address), { method: 'DELETE', body: JSON.stringify({ model: name }) })
    return true
  } catch (cause) {
    if (cause instanceof ModelFault && cause.message.startsWith('404')) return false
    throw cause
  }
}

async function* linesOf(response: Response): AsyncGenerator<z.infer<typeof Line>> {
  const decoder = new TextDecoder()
  let held = ''
  for await (const chunk of response.body ?? []) {
    held += decoder.decode(chunk, { stream: true })
    const lines = held.split('\n')
    held = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield parsed(line)
  }
  if (held.trim() !== '') yield parsed(held)
}

function parsed(line: string): z.infer<typeof Line> {
  const read = Line.safeParse(JSON.parse(line))
  if (!read.success) throw new ModelFault('garbled', 'A line of another shape')
  return read.data
}

function sumOf(layers: ReadonlyMap<string, { readonly total: number; readonly completed: number }>) {
  const all = [...layers.values()]
  if (all.length === 0) return { total: null, completed: 0 }
  return {
    total: all.reduce((sum, { total }) => sum + total, 0),
    completed: all.reduce((sum, { completed }) => sum + completed, 0),
  }
}
