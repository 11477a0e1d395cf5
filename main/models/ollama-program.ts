import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, isAbsolute, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { OllamaNotStarted } from '#contract/models.contract'
import { fail, ok, type Result } from '#contract/result'
import { isLocalAddress } from '#models/chat/local-address'
import { createOllamaServer } from '#models/chat/ollama.server'

export type Environment = Readonly<Record<string, string | undefined>>

export interface OllamaStartDeps {
  /** Of the Ollama server, as it is set now. */
  readonly address: () => string
  readonly environment: Environment
  /** Milliseconds until it must answer. */
  readonly patience?: number
}

type Started = Result<null, OllamaNotStarted>

const usualPatience = 30_000
const lookEvery = 200

/** Starts Ollama on this machine when it is installed and does not run; it goes on running when Alcove is closed. */
export function createOllamaStart({ address, environment, patience = usualPatience }: OllamaStartDeps) {
  let starting: Promise<Started> | null = null
  /** Resolves when it answers, or it is clear that it will not; calls meanwhile wait for the same. */
  return function start(): Promise<Started> {
    starting ??= startOnce().finally(() => {
      starting = null
    })
    return starting
  }

  async function startOnce(): Promise<Started> {
    const where = address()
    const { protocol, host, pathname } = new URL(where)
    if (!isLocalAddress(where) || protocol !== 'http:' || pathname !== '/') return notStarted('not-here', where)
    if (await answers(where)) return ok(null)
    const program = findOllamaProgram(environment)
    if (!program) return notStarted('not-installed', where)
    const child = spawn(program, ['serve'], {
      // Alone: it is not ended with Alcove, and never reads or fills a pipe that nobody holds.
      detached: true,
      stdio: 'ignore',
      windowsHide: true,
      env: environmentFor(host, environment),
    })
    const end = endOf(child)
    child.unref()
    const until = Date.now() + patience
    while (Date.now() < until) {
      if (await answers(where)) return ok(null)
      const ended = await Promise.race([end, pause(lookEvery)])
      if (ended !== undefined) return notStarted('ended', ended)
    }
    return notStarted('silent', `${patience / 1_000} s`)
  }
}

/** Ollama's program on this machine, running or not; null where there is none. */
export function findOllamaProgram(environment: Environment): string | null {
  const name = process.platform === 'win32' ? 'ollama.exe' : 'ollama'
  const onPath = (environment['PATH'] ?? environment['Path'] ?? '')
    .split(delimiter)
    // A relative entry would run whatever lies in the folder that Alcove was started from.
    .filter(isAbsolute)
    .map((folder) => join(folder, name))
  const inApp = ['Ollama.app', 'Contents', 'Resources', 'ollama']
  const windows = environment['LOCALAPPDATA']
  const usual = [
    '/usr/local/bin/ollama',
    '/opt/homebrew/bin/ollama',
    join('/Applications', ...inApp),
    join(homedir(), 'Applications', ...inApp),
    ...(windows ? [join(windows, 'Programs', 'Ollama', 'ollama.exe')] : []),
  ]
  return [...onPath, ...usual].find(isProgram) ?? null
}

async function answers(address: string): Promise<boolean> {
  const server = createOllamaServer({ address, limits: { lookUp: 1_000 } })
  return server.version().then(
    () => true,
    () => false,
  )
}

/** How it ended; settles only when it does, or could not be started at all. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
  })
}

// Alcove's own variables can hold passphrases and keys, which are nothing to other programs.
function environmentFor(host: string, environment: Environment): Record<string, string | undefined> {
  const others = Object.entries(environment).filter(([name]) => !/^ALCOVE_/i.test(name))
  return { ...Object.fromEntries(others), OLLAMA_HOST: host }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function notStarted(reason: OllamaNotStarted['reason'], detail: string): Started {
  return fail({ code: 'OLLAMA_NOT_STARTED', message: `Ollama was not started: ${reason}, ${detail}`, reason, detail })
}
