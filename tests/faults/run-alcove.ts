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

/** Runs the command line in a process of its own; with `killAfter` that process gets SIGKILL when so much time has passed. */
export async function runAlcove(
  commandLine: readonly string[],
  { killAfter }: { readonly killAfter?: number } = {},
): Promise<Run> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [entry, ...commandLine], { stdio: ['ignore', 'pipe', 'pipe'], env })
  const output: Buffer[] = []
  const errors: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject)
    // Not `close`: workers that outlive the core for a moment hold its pipes open.
    child.on('exit', (...how) => resolve(how))
  })
  clearTimeout(timer)
  return {
    code,
    signal,
    output: Buffer.concat(output).toString(),
    errors: Buffer.concat(errors).toString(),
    milliseconds: performance.now() - startedAt,
  }
}
