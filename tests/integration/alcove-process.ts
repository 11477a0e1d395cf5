import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const entry = fileURLToPath(new URL('../../main/cli/alcove.ts', import.meta.url))

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** What `--json` printed. */
  readonly json: unknown
}

export interface Service {
  readonly url: string
  readonly token: string
  readonly child: ChildProcess
  readonly stop: () => Promise<number | null>
}

/** Who ends what was started: the test, or the file when its tests share it. */
type OnEnd = (end: () => void | Promise<void>) => void

/** A folder of its own for a test, with these files in it. */
export function folderWith(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  { onEnd = onTestFinished }: { readonly onEnd?: OnEnd } = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'alcove-test-'))
  onEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/** Runs one `alcove` command in a process of its own, as a person at `from` would. */
export async function alcove(
  data: string,
  args: readonly string[],
  { from = data, env }: { readonly from?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Run> {
  const child = start(data, args, from, env ? { more: env } : {})
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  const [code] = await once(child, 'close')
  return { code, stdout, stderr, json: args.includes('--json') ? parse(stdout) : null }
}

/** Starts `alcove serve --json` and resolves once it listens. */
export async function startService(
  data: string,
  {
    page,
    env = {},
    onEnd = onTestFinished,
    detached = false,
  }: {
    readonly page?: string
    readonly env?: Readonly<Record<string, string>>
    readonly onEnd?: OnEnd
    readonly detached?: boolean
  } = {},
): Promise<Service> {
  const more = page ? { ...env, ALCOVE_PAGE: page } : env
  const child = start(data, ['serve', '--json'], data, { more, detached })
  child.stderr?.pipe(process.stderr)
  onEnd(async () => void (await stop()))
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    const { url, token } = JSON.parse(line)
    return { url, token, child, stop }
  }
  throw new Error('alcove serve ended before it listened')

  async function stop() {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')
    return code
  }
}

interface Surroundings {
  readonly more?: Readonly<Record<string, string>>
  /** In a process group of its own, as a terminal would start it. */
  readonly detached?: boolean
}

function start(data: string, args: readonly string[], from: string, { more, detached = false }: Surroundings = {}) {
  const env = { ...process.env, ALCOVE_DATA: data, INIT_CWD: from, OLLAMA_HOST: 'http://127.0.0.1:61999', ...more }
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...args], {
    env,
    detached,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function parse(text: string): unknown {
  const lines = text.trim().split('\n').filter(Boolean)
  return lines.length === 1 ? JSON.parse(lines[0] ?? '') : lines.map((line) => JSON.parse(line))
}
