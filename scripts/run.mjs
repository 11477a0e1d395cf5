import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Runs a program with our own input, output and signals, and resolves to its exit code once it has ended. */
export function run(program, argv, options = {}) {
  const child = spawn(program, argv, { stdio: 'inherit', ...options })
  let stopped = false
  const forward = (signal) => () => {
    stopped = true
    child.kill(signal)
  }
  const listeners = forwarded.map((signal) => [signal, forward(signal)])
  for (const [signal, listener] of listeners) process.on(signal, listener)
  const watch = watchParent(() => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      clearInterval(watch)
      for (const [name, listener] of listeners) process.off(name, listener)
      const status = code ?? 128 + (constants.signals[signal] ?? 0)
      // Whoever was asked to stop does not go on with the next thing.
      if (stopped) process.exit(status)
      resolve(status)
    })
  })
}

/** npm ends the shell between it and us when it is asked to stop, and the signal goes no further than that. */
function watchParent(onGone) {
  const parent = process.ppid
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return undefined
  return setInterval(() => process.ppid !== parent && onGone(), 500).unref()
}

/** Tells the person what is being done, on standard error so that no output meant for a program is disturbed. */
export function say(text) {
  process.stderr.write(`alcove: ${text}\n`)
}
