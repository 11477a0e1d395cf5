import type { BackupWork } from '#contract/backup.contract'
import type { BackupStep, BackupWorkerEvent } from '#contract/backup-worker.contract'
import { BackupTrouble, trouble } from './trouble.ts'

export type Tell = (step: BackupStep, done: number) => void

/** What is being done about backups: one thing at a time. */
export interface Work {
  present(): BackupWork | null
  /** Resolves when nothing is at work. */
  idle(): Promise<void>
  /** Runs the body unless something else is at work, which is trouble of its own. */
  alone<T>(what: BackupWork['what'], body: (tell: Tell) => Promise<T>): Promise<T>
}

/** Keeps runs apart, and tells `onChange` how far the present one is. */
export function createWork(onChange: () => void): Work {
  let present: BackupWork | null = null
  let running: Promise<unknown> = Promise.resolve()
  return { present: () => present, idle, alone }

  async function idle() {
    await running.catch(() => {})
  }

  async function alone<T>(what: BackupWork['what'], body: (tell: Tell) => Promise<T>): Promise<T> {
    if (present) throw trouble('running', '')
    const tell: Tell = (step, done) => {
      present = { what, step, done }
      onChange()
    }
    tell(what === 'backup' ? 'copying' : 'fetching', 0)
    const done = body(tell)
    running = done
    try {
      return await done
    } finally {
      present = null
      onChange()
    }
  }
}

/** Follows the backup process to the end of what it was asked; what it could not do is thrown as trouble. */
export async function untilDone(events: AsyncIterable<BackupWorkerEvent>, tell: Tell) {
  for await (const event of events) {
    if (event.type === 'progress') tell(event.step, event.done)
    else if (event.type === 'failed') throw new BackupTrouble(event.problem)
    else return event
  }
  throw new Error('The backup process said nothing of how it ended')
}
