import { openLog } from '../app/log.ts'
import { readVersion } from '../app/version.ts'
import { createCrashRecords } from './crash-records.ts'
import { lastEventsIn } from './last-events.ts'

export interface RecordsSettings {
  readonly folder: { readonly logs: string; readonly crashes: string }
  /** Whether the process before this one left its lock behind. */
  readonly unclean: boolean
}

export type Records = Awaited<ReturnType<typeof openRecords>>

/** Opens log and crash records before anything else: what goes wrong from here on leaves a trace. */
export async function openRecords({ folder, unclean }: RecordsSettings) {
  const before = lastEventsIn(folder.logs)
  const opened = await openLog(folder.logs)
  const { log } = opened
  const version = readVersion()
  const crashes = createCrashRecords({ folder: folder.crashes, version, lastEvents: opened.lastEvents })
  const vanished = crashes.begin(before)
  log.info('started', { ...version, unclean, pid: process.pid })
  if (vanished) log.warn('ended-unexpectedly', { worker: 'main' })
  // Seen, not caught: what nobody expected ends the process, as it should, but not without a trace.
  const trace = (error: unknown) => {
    log.error('ended-by-error', { error })
    crashes.record({ process: 'main', reason: 'error', error })
  }
  process.on('uncaughtExceptionMonitor', trace)
  return { ...opened, crashes, end }

  /** Says that this process ends as it should. */
  function end() {
    process.off('uncaughtExceptionMonitor', trace)
    log.info('ended')
    crashes.end()
    opened.close()
  }
}
