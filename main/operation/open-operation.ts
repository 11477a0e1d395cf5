import { join } from 'node:path'
import type { KeptSpan } from '#contract/inside.contract'
import type { LogLine, LogProcess } from '#contract/log'
import type { ReducedError } from '#contract/reduced-error'
import type { Settings } from '#contract/settings.contract'
import type { Check } from '#contract/system.contract'
import type { DataFolder } from '../app/data-folder.ts'
import { readVersion } from '../app/version.ts'
import type { WorkerExit } from '../app/worker-process.ts'
import { createDiagnostics, type DiagnosticsDeps } from './diagnostics.ts'
import { createFlags, type FlagsDeps } from './flags.ts'
import { createInside } from './inside/inside.ts'
import { observedCalls } from './observed-calls.ts'
import type { Records } from './open-records.ts'
import { createOperationRouter } from './operation.router.ts'
import { createPageErrors } from './page-errors.ts'

export interface OperationSettings {
  readonly folder: DataFolder
  readonly records: Records
  readonly settings: { get(): Settings } & FlagsDeps['settings']
  readonly environment: FlagsDeps['environment']
  /** Told of everything that nobody expected. */
  readonly onTrouble: () => void
}

/** What other parts are asked for when diagnostics are collected. */
interface Asked extends Pick<DiagnosticsDeps, 'machine'> {
  readonly doctor: () => Promise<{ readonly checks: readonly Check[] }>
  readonly library: { state(): { readonly queue: number } }
  readonly libraryWorker: Measured & {
    readonly client: { countRows(): Promise<Readonly<Record<string, number>>> }
  }
  readonly searchWorker: Measured
}

interface Measured {
  measure(on: boolean): void
}

export type Operation = ReturnType<typeof openOperation>

/** How the program itself is doing, put together: what the log and the crash records are told, flags, errors of the page. */
export function openOperation({ folder, records, settings, environment, onTrouble }: OperationSettings) {
  const { crashes } = records
  const log = records.log.of('operation')
  const flags = createFlags({ settings, environment, log })
  const pageErrors = createPageErrors({ log, crashes, isOn: () => flags.states()['page-errors'] })
  let asked: Asked | null = null
  const inside = createInside({
    file: join(folder.logs, 'traces.json'),
    database: folder.database,
    queue: () => asked?.library.state().queue ?? 0,
    isOn: () => flags.states().inside,
    tellWorkers: (on) => {
      asked?.libraryWorker.measure(on)
      asked?.searchWorker.measure(on)
    },
    log,
  })
  const applyInside = () => inside.apply().catch((error: unknown) => log.error('unexpected', { error }))
  flags.onChange(applyInside)
  apply(settings.get())
  return {
    flags,
    watching,
    noteGone,
    calls: observedCalls(log, inside.samples.sawCall),
    apply,
    router,
    close: inside.close,
  }

  /** Serves all of it; what other parts know is asked of them when diagnostics are collected. */
  function router(others: Asked) {
    const { doctor, machine, libraryWorker } = others
    asked = others
    void applyInside()
    const diagnostics = createDiagnostics({
      checks: async () => (await doctor()).checks,
      machine,
      library: () => libraryWorker.client.countRows(),
      logs: folder.logs,
      version: readVersion(),
      settings: settings.get,
      flags: flags.list,
      crashes,
      inside: async () => ({ ...inside.summary(), main: process.memoryUsage(), uptime: process.uptime() }),
    })
    return createOperationRouter({ crashes, flags, pageErrors, diagnostics, inside })
  }

  /** What a worker process is watched by. */
  function watching(worker: LogProcess) {
    return {
      onStart: () => log.info('process-started', { worker }),
      isMeasured: inside.isOn,
      onSpan: (span: KeptSpan) => inside.add(span),
      onMemory: (bytes: number) => inside.samples.sawMemory(worker, bytes),
      onLine: (line: LogLine) => records.write(line),
      onExit: ({ code, signal }: WorkerExit, error: ReducedError | undefined) => {
        onTrouble()
        log.warn('process-ended', { worker, exitCode: code, signal, error })
        crashes.record({ process: worker, reason: error ? 'error' : 'ended', exitCode: code, signal, error })
      },
    }
  }

  function noteGone({ what, exitCode }: { readonly what: 'window' | 'helper'; readonly exitCode: number }) {
    log.error(what === 'window' ? 'window-gone' : 'helper-gone', { exitCode })
    crashes.record({ process: 'page', reason: 'ended', exitCode })
  }

  /** Takes up what the person set. */
  function apply({ logLevel }: Settings) {
    records.setLevel(logLevel)
  }
}
