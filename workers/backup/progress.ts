import type { BackupManifest, BackupStep, BackupWorkerEvent } from '#contract/backup-worker.contract'
import { type Places, problemOf } from './broken.ts'

/** Tells how far a step is, from 0 to 1. */
export type Tell = (step: BackupStep, done: number) => void

export interface Packed {
  readonly manifest: BackupManifest
  readonly bytes: number
  readonly sha256: string
}

const pause = 200

/** Runs the work and streams how far it is, a few times a second; the last event is how it ended. */
export async function* withProgress(
  work: (tell: Tell) => Promise<Packed>,
  places: Places,
): AsyncGenerator<BackupWorkerEvent> {
  let latest: BackupWorkerEvent | null = null
  let end: BackupWorkerEvent | null = null
  let broken: { readonly error: unknown } | null = null
  const working = work((step, done) => {
    latest = { type: 'progress', step, done: Math.min(1, Math.max(0, done)) }
  }).then(
    (packed) => {
      end = { type: 'done', ...packed }
    },
    (error: unknown) => {
      const problem = problemOf(error, places)
      if (problem) end = { type: 'failed', problem }
      else broken = { error }
    },
  )
  while (!end && !broken) {
    await Promise.race([working, new Promise((resolve) => setTimeout(resolve, pause))])
    if (latest) yield latest
    latest = null
  }
  const failed = broken as { readonly error: unknown } | null
  if (failed) throw failed.error
  if (end) yield end
}
