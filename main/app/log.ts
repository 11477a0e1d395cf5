import { chmodSync, readdirSync, statSync, unlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pino } from 'pino'
import { createLog, type Log, type LogLevel, type LogLine, logLevels } from '#contract/log'

export type { Log } from '#contract/log'

export interface OpenedLog {
  readonly log: Log
  /** Writes a line that another process made; it has been cleaned. */
  write(line: LogLine): void
  /** From now on what is less grave is not written. `ALCOVE_LOG_LEVEL` stands above it. */
  setLevel(level: LogLevel): void
  /** The names of what was told last, the oldest first; they go into a crash record. */
  lastEvents(): readonly string[]
  close(): void
}

interface RollOptions {
  readonly file: string
  readonly extension: string
  readonly size: string
  readonly frequency: string
  readonly limit: { readonly count: number; readonly removeOtherLogFiles: boolean }
  readonly mkdir: boolean
  readonly sync: boolean
  readonly mode: number
}
type OpenRoll = (options: RollOptions) => Promise<pino.DestinationStream & { end(): void }>

// pino-roll is CommonJS without types.
const openRoll = createRequire(import.meta.url)('pino-roll') as OpenRoll

const mostFiles = 5
const keptEvents = 20

/** Writes to `logs/`, a file a day or every 5 MB and five at most, readable for their owner alone. */
export async function openLog(
  folder: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<OpenedLog> {
  makeRoom(folder)
  const stream = await openRoll({
    file: join(folder, 'alcove'),
    extension: '.log',
    size: '5m',
    frequency: 'daily',
    // Of what earlier processes wrote, too.
    limit: { count: mostFiles, removeOtherLogFiles: true },
    mkdir: true,
    sync: true,
    mode: 0o600,
  })
  const forced = levelIn(environment['ALCOVE_LOG_LEVEL'])
  const lines = pino(
    {
      base: null,
      level: forced ?? 'info',
      timestamp: false,
      formatters: { level: (level) => ({ level }) },
    },
    stream,
  )
  const last: string[] = []
  let closed = false
  return {
    log: createLog(write, { process: 'main' }),
    write,
    setLevel: (level) => {
      lines.level = forced ?? level
    },
    lastEvents: () => [...last],
    close: () => {
      closed = true
      stream.end()
    },
  }

  function write({ level, time, ...line }: LogLine) {
    last.push(`${line.process}.${line.area}.${line.event}`)
    if (last.length > keptEvents) last.shift()
    // Something can still go wrong while the last process ends.
    if (!closed) lines[level]({ time: new Date(time).toISOString(), ...line })
  }
}

function levelIn(text: string | undefined): LogLevel | null {
  return logLevels.find((level) => level === text?.toLowerCase()) ?? null
}

/** pino-roll looks at what is there only when it begins a new file, and takes over the rights of files it finds. */
function makeRoom(folder: string): void {
  for (const [place, name] of logFiles(folder).entries()) {
    if (place >= mostFiles) unlinkSync(join(folder, name))
    else chmodSync(join(folder, name), 0o600)
  }
}

/** The names of the log files in a folder, the newest first. */
export function logFiles(folder: string): readonly string[] {
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && /^alcove\.\d+\.log$/.test(entry.name) ? [entry.name] : [],
  )
  const changed = new Map(names.map((name) => [name, statSync(join(folder, name)).mtimeMs]))
  const numberOf = (name: string) => Number(name.split('.')[1])
  return names.toSorted((a, b) => (changed.get(b) ?? 0) - (changed.get(a) ?? 0) || numberOf(b) - numberOf(a))
}
