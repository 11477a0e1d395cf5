import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('../../main/cli/alcove.ts', import.meta.url))

// A killed process reports no coverage, and without it each starts from compiled code, as it does for a person.
const { NODE_V8_COVERAGE: _, ...env } = process.env

export interface Run {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
  readonly errors: string
  readonly milliseconds: number
}

export interface HowToRun {
  /** Milliseconds from the start, or from the moment that `killWhen` names. */
  readonly killAfter?: number
  /** Looked at again and again: from its first true on the time counts. */
  readonly killWhen?: () => boolean
  /** What its environment has beside that of this process. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Runs the command line in a process of its own, which gets SIGKILL when that is wished. */
export async function runAlcove(commandLine: readonly string[], how: HowToRun = {}): Promise<Run> {
  const { killAfter, killWhen, environment } = how
  const startedAt = performance.now()
  const child = spawn(process.execPath, [entry, ...commandLine], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, ...environment },
  })
  const output: Buffer[] = []
  const errors: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  const kill = () => void (timer = setTimeout(() => child.kill('SIGKILL'), killAfter))
  let timer: NodeJS.Timeout | undefined
  const looking = killWhen && setInterval(() => killWhen() && (clearInterval(looking), kill()), 1)
  if (killAfter !== undefined && !killWhen) kill()
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject)
    // Not `close`: workers that outlive the core for a moment hold its pipes open.
    child.on('exit', (...how) => resolve(how))
  })
  clearInterval(looking)
  clearTimeout(timer)
  return {
    code,
    signal,
    output: Buffer.concat(output).toString(),
    errors: Buffer.concat(errors).toString(),
    milliseconds: performance.now() - startedAt,
  }
}
