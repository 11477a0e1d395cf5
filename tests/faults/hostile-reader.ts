import { fork } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { libraryWorkerContract } from '#contract/library.contract'
import { migrateDatabase, openDatabase } from '#database/database'
import { startWorker } from '../../main/app/start-worker.ts'
import type { SpawnWorker } from '../../main/app/worker-process.ts'

const realEntry = new URL('../../workers/library/library.worker.ts', import.meta.url)
const guard = fileURLToPath(new URL('./net-guard.ts', import.meta.url))

export interface HowRead {
  /** `read`, a code of the contract, or `DIED` when the process ended with the file in hand. */
  readonly how: string
  /** Of the processor, as on a machine with nothing else to do; of the clock where the system does not tell. */
  readonly milliseconds: number
  /** How much more memory the process had at its peak than before; 0 where the system does not tell. */
  readonly grewBy: number
}

export type HostileReader = Awaited<ReturnType<typeof openReader>>

/** The library's process on a library of its own, cut off from every network, for files that mean harm. */
export async function openReader({
  limits = {},
  entry = realEntry,
}: {
  readonly limits?: object
  readonly entry?: URL
} = {}) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'alcove-hostile-')))
  const papers = join(folder, 'papers')
  mkdirSync(papers)
  const databasePath = join(folder, 'alcove.sqlite')
  const networkLog = join(folder, 'network.log')
  const database = openDatabase(databasePath)
  await migrateDatabase(database, { backupFolder: join(folder, 'backups') })
  const worker = startWorker<typeof libraryWorkerContract>({
    name: 'library',
    entry,
    options: { databasePath, limits },
    spawn: guarded(networkLog),
  })
  let peak = 0
  return { papers, database, read, write, close, pid: worker.pid, restarts: worker.restarts, peak: () => peak, network }

  /** A file among the papers; removed again by `read` when it is given as bytes. */
  function write(name: string, bytes: string | Uint8Array): string {
    const path = join(papers, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
    return path
  }

  async function read(path: string, { root = papers }: { readonly root?: string | null } = {}): Promise<HowRead> {
    const before = megabytes(worker.pid(), 'VmRSS')
    forgetPeak(worker.pid())
    const [startedAt, workBefore, pid] = [performance.now(), workOf(worker.pid()), worker.pid()]
    const how = await readNow(path, root)
    const work = worker.pid() === pid && workBefore > 0 ? workOf(pid) - workBefore : 0
    const milliseconds = work > 0 ? work : performance.now() - startedAt
    const top = megabytes(worker.pid(), 'VmHWM')
    peak = Math.max(peak, top)
    return { how, milliseconds, grewBy: before === 0 ? 0 : Math.max(0, top - before) }
  }

  async function readNow(path: string, root: string | null): Promise<string> {
    try {
      const outcome = await worker.client.read({ path, sourceId: 's', title: null, root })
      return outcome.outcome === 'failed' ? outcome.failure.code : 'read'
    } catch (error) {
      return error instanceof Error && error.name === 'WorkerDied' ? 'DIED' : `BUG ${String(error)}`
    }
  }

  /** What the process or a thread of it tried to reach. */
  function network(): readonly string[] {
    return existsSync(networkLog) ? readFileSync(networkLog, 'utf8').trim().split('\n') : []
  }

  async function close(): Promise<void> {
    await worker.close()
    database.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function guarded(networkLog: string): SpawnWorker {
  return ({ entry, options }) => {
    const { NODE_OPTIONS: _, NODE_V8_COVERAGE: __, ...env } = process.env
    const child = fork(fileURLToPath(entry), [JSON.stringify(options)], {
      env: { ...env, ALCOVE_NET_LOG: networkLog },
      execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4', '--require', guard],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    return {
      pid: () => child.pid ?? null,
      send: (message) => void child.send(message as never, () => {}),
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => child.once('exit', (code, signal) => listener({ code, signal })),
      end: () => child.connected && child.disconnect(),
      kill: () => child.kill('SIGKILL'),
    }
  }
}

function megabytes(pid: number | null, name: 'VmRSS' | 'VmHWM'): number {
  const path = `/proc/${pid}/status`
  if (pid === null || !existsSync(path)) return 0
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(path, 'utf8'))?.[1]
  return Math.round(Number(kilobytes ?? 0) / 1_024)
}

/** What a process has cost the processor so far, in milliseconds; the system counts in hundredths of a second. */
function workOf(pid: number | null): number {
  const path = `/proc/${pid}/stat`
  if (pid === null || !existsSync(path)) return 0
  const fields = readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function forgetPeak(pid: number | null): void {
  const path = `/proc/${pid}/clear_refs`
  if (pid !== null && existsSync(path)) writeFileSync(path, '5')
}
