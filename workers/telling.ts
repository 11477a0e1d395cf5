import { createLog, type Log, type LogProcess, logProcesses } from '#contract/log'
import { reduceError } from '#contract/reduced-error'

interface ParentPort {
  postMessage(message: unknown): void
}

/** Says something to main beside the calls; a process that nobody started says nothing. */
export function tellMain(message: object): void {
  // Electron's utilityProcess gives `process.parentPort`; a forked Node process has `process.send`.
  const { parentPort } = process as { readonly parentPort?: ParentPort }
  if (parentPort) parentPort.postMessage(message)
  // Main may be gone before it is heard; `disconnect` ends this process then, so that is no error of its own.
  else process.send?.(message, undefined, undefined, () => {})
}

/** Which worker this process is, by the name of its file. */
export function whoThisIs(): LogProcess {
  const name = /(?:^|[\\/])(\w{1,40})\.worker\.[jt]s$/.exec(process.argv[1] ?? '')?.[1]
  return logProcesses.find((one) => one === name) ?? 'library'
}

/** Main's log, for a worker: lines go over the channel and are written with main's own. */
export function logOf(process: LogProcess): Log {
  return createLog((line) => tellMain({ alcove: 'line', line }), { process })
}

const lastWords = 200

/** Has an error that nobody caught reach main, without what it was about, before it ends this process. */
export function sayWhatEndsThis(): void {
  process.once('uncaughtException', (error) => {
    tellMain({ alcove: 'last-error', error: reduceError(error) })
    // A message takes a moment to leave.
    setTimeout(() => process.exit(1), lastWords)
  })
}
