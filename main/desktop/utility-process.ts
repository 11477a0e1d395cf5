import { fileURLToPath } from 'node:url'
import type { UtilityProcess } from 'electron'
import { lowerPriority, type SpawnWorker, type WorkerExit } from '../app/worker-process.ts'

type Fork = (
  path: string,
  argv: string[],
  options: { readonly serviceName: string; readonly stdio: 'ignore' },
) => Pick<UtilityProcess, 'pid' | 'postMessage' | 'on' | 'once' | 'kill'>

/** Starts workers as Electron's utility processes: Node without a window, apart from main. */
export function createUtilitySpawn(fork: Fork): SpawnWorker {
  return ({ entry, options, priority }) => {
    const path = fileURLToPath(entry)
    const child = fork(path, [JSON.stringify(options)], { serviceName: `Alcove ${priority}`, stdio: 'ignore' })
    let gone = false
    child.once('spawn', () => {
      if (priority === 'low') lowerPriority({ pid: child.pid })
    })
    child.once('exit', () => {
      gone = true
    })
    return {
      pid: () => child.pid ?? null,
      send: (message) => {
        if (gone) throw new Error('The channel to the worker is closed')
        child.postMessage(message)
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener: (exit: WorkerExit) => void) =>
        void child.once('exit', (code) => listener({ code, signal: null })),
      end: () => void child.kill(),
      kill: () => void child.kill(),
    }
  }
}
