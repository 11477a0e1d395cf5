import { type ChildProcess, fork } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'

export interface WorkerExit {
  readonly code: number | null
  readonly signal: string | null
}

/** A running worker process, however it was started; `start-worker.ts` speaks to it through this alone. */
export interface WorkerProcess {
  pid(): number | null
  /** Throws when the process is gone. */
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, when the process or its channel is gone. */
  onExit(listener: (exit: WorkerExit) => void): void
  /** Asks the process to end; it does so when its channel closes. */
  end(): void
  kill(): void
}

export interface WorkerStart {
  readonly entry: URL
  readonly options: unknown
  readonly priority: 'normal' | 'low'
}

/** Starts a worker process; Electron puts its own in place of `forkWorker`. */
export type SpawnWorker = (start: WorkerStart) => WorkerProcess

/** Starts a worker as a forked Node process that inherits no debugger, loader or test flags. */
export function forkWorker({ entry, options, priority }: WorkerStart): WorkerProcess {
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = fork(fileURLToPath(entry), [JSON.stringify(options)], {
    env,
    // Left to itself the young generation grows by over 100 MB while modules load, and keeps it.
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    windowsHide: true,
  })
  if (priority === 'low') lowerPriority(child)
  return {
    pid: () => child.pid ?? null,
    send: (message) => sendTo(child, message),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => onGone(child, listener),
    end: () => child.connected && child.disconnect(),
    kill: () => child.kill('SIGKILL'),
  }
}

/** Lets a process yield to whatever a person waits for; a system that refuses is left as it is. */
export function lowerPriority({ pid }: { readonly pid?: number | undefined }): void {
  if (pid === undefined) return
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Some systems refuse this, and a process that just died has no priority; both leave nothing to do.
  }
}

function sendTo(child: ChildProcess, message: unknown): void {
  if (!child.connected) throw new Error('The channel to the worker is closed')
  // A channel that breaks while a message is on its way is reported by `exit`, so the callback has nothing to add.
  child.send(message as never, () => {})
}

function onGone(child: ChildProcess, listener: (exit: WorkerExit) => void): void {
  let told = false
  const tell = (exit: WorkerExit) => {
    if (told) return
    told = true
    listener(exit)
  }
  child.once('exit', (code, signal) => tell({ code, signal }))
  // `error` without `exit` means that the process could not be started at all.
  child.once('error', () => tell({ code: null, signal: null }))
}
