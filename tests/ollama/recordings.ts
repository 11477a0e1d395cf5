import { readFileSync } from 'node:fs'
import { z } from 'zod'

const Recording = z.object({
  about: z.string(),
  request: z.looseObject({}),
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  /** `closed` by the server, `timeout`, `client closed`. */
  end: z.string(),
  /** Whether a chunked body got its final empty chunk. */
  terminated: z.boolean().optional(),
  chunks: z.array(z.object({ atMs: z.number(), body: z.string() })),
})
export type Recording = z.infer<typeof Recording>

/** What a real Ollama answered, by file and by what the exchange is about. */
export function recording(
  file: 'server' | 'chat' | 'faults' | 'openai' | 'embed' | 'memory',
  about: string,
): Recording {
  const lines = readFileSync(new URL(`../fixtures/ollama/${file}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
  const found = lines.map((line) => Recording.parse(JSON.parse(line))).find((exchange) => exchange.about === about)
  if (!found) throw new Error(`No recording about "${about}" in ${file}.jsonl`)
  return found
}

/** The whole body of a recorded answer. */
export function bodyOf({ chunks }: Recording): string {
  return chunks.map(({ body }) => body).join('')
}
