import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'

export type Log = Pick<Logger, 'info' | 'warn' | 'error' | 'debug'>

interface RollOptions {
  readonly file: string
  readonly extension: string
  readonly size: string
  readonly frequency: string
  readonly limit: { readonly count: number }
  readonly mkdir: boolean
  readonly sync: boolean
}
type OpenRoll = (options: RollOptions) => Promise<pino.DestinationStream & { end(): void }>

// pino-roll is CommonJS without types.
const openRoll = createRequire(import.meta.url)('pino-roll') as OpenRoll

/** Writes to `logs/`, a file a day and ten at most. What a person wrote, asked or was answered is never logged. */
export async function openLog(folder: string): Promise<{ readonly log: Log; close(): void }> {
  const stream = await openRoll({
    file: join(folder, 'alcove'),
    extension: '.log',
    size: '5m',
    frequency: 'daily',
    limit: { count: 10 },
    mkdir: true,
    sync: true,
  })
  const log = pino(
    {
      base: { pid: process.pid },
      redact: ['token', '*.token', 'authorization', 'cookie', 'key', 'text', 'question', 'query', 'prompt', 'messages'],
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    stream,
  )
  return { log, close: () => stream.end() }
}
