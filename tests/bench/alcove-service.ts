import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { type Joined, join } from '../../main/app/join.ts'

const entry = fileURLToPath(new URL('../../main/cli/alcove.ts', import.meta.url))
const Announced = z.object({ url: z.string(), token: z.string() })

export interface AlcoveService {
  readonly client: Joined['client']
  readonly url: string
  readonly token: string
  /** Milliseconds since the process was started. */
  readonly milliseconds: { readonly listening: number; readonly connected: number; readonly answered: number }
  readonly memory: () => Memory
  readonly stop: () => Promise<void>
}

/** Starts the real program in a process of its own and connects as its page does, by WebSocket. */
export async function startAlcove(
  data: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<AlcoveService> {
  const begun = performance.now()
  // As scripts/bootstrap.mjs starts it.
  const flags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=8']
  const child = spawn(process.execPath, [...flags, entry, 'serve', '--json'], {
    // Nothing listens on port 9: no model is there, unless the bench brings one.
    env: { ...process.env, ALCOVE_DATA: data, OLLAMA_HOST: 'http://127.0.0.1:9', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { pid } = child
  // A bench that fails leaves no service behind.
  process.once('exit', () => child.kill())
  for await (const line of createInterface({ input: child.stdout })) {
    const { url, token } = Announced.parse(JSON.parse(line))
    const listening = performance.now() - begun
    const joined = await join({ url, token, pid: pid ?? 0 })
    if (!joined) break
    const connected = performance.now() - begun
    await joined.client.library.state()
    const answered = performance.now() - begun
    return {
      client: joined.client,
      url,
      token,
      milliseconds: { listening, connected, answered },
      memory: () => memoryOf(pid ?? 0),
      stop: async () => {
        await joined.close()
        child.kill('SIGTERM')
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      },
    }
  }
  throw new Error('Alcove ended before it answered')
}

export interface Memory {
  readonly processes: number
  /** Resident, megabytes, added up; pages that two processes share count twice. */
  readonly resident: number
  /** Shared pages are divided among those who share them, and pages of files that the system can drop are in. */
  readonly proportional: number
  /** What only leaves memory by swapping: heaps and stacks, not the pages of mapped files. */
  readonly anonymous: number
}

/** What a process and its descendants hold; by the kernel's own count, so only where there is a `/proc`. */
export function memoryOf(pid: number): Memory {
  const pids = [pid, ...descendantsOf(pid)]
  const sum = (name: string) => pids.reduce((total, one) => total + kilobytesOf(one, name), 0) / 1024
  const living = pids.filter((one) => kilobytesOf(one, 'Rss') > 0)
  return { processes: living.length, resident: sum('Rss'), proportional: sum('Pss'), anonymous: sum('Anonymous') }
}

function kilobytesOf(pid: number, name: string): number {
  if (process.platform !== 'linux') return Number.NaN
  const text = readProcess(pid, 'smaps_rollup')
  // A process that has just ended holds nothing.
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0)
}

function descendantsOf(pid: number): readonly number[] {
  const tasks = `/proc/${pid}/task`
  if (!existsSync(tasks)) return []
  const children = readdirSync(tasks).flatMap((task) =>
    readProcess(pid, `task/${task}/children`).trim().split(' ').filter(Boolean).map(Number),
  )
  return children.flatMap((child) => [child, ...descendantsOf(child)])
}

/** What the kernel says of a process; nothing when it is no longer there. */
function readProcess(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return ''
    throw error
  }
}
