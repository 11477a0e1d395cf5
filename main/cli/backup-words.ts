import { ORPCError } from '@orpc/client'
import { sentenceForBackup } from '#contract/backup.sentences'
import { BackupProblem } from '#contract/backup-problem'
import type { BackupStep } from '#contract/backup-worker.contract'
import type { Client } from '../app/client.ts'
import type { Context } from './context.ts'

/** What each step of a backup or a restore is called while it goes on. */
const steps: Readonly<Record<BackupStep, string>> = {
  copying: 'Copying the library',
  packing: 'Packing',
  sending: 'Sending',
  fetching: 'Reading the backup',
  unpacking: 'Unpacking',
  checking: 'Checking',
}

/** Says what a command about backups could not do; whatever is no failure of the contract is thrown on. */
export function failBackup(context: Context, error: unknown): number {
  if (!(error instanceof ORPCError) || error.code !== 'BACKUP_FAILED') throw error
  return failWith(context, BackupProblem.parse(error.data?.problem))
}

/** Says a problem, with a code of its own for programs. */
export function failWith({ fail }: Context, problem: BackupProblem): number {
  const code = `BACKUP_${problem.reason.toUpperCase().replaceAll('-', '_')}`
  return fail({ code, message: problem.detail }, sentenceForBackup(problem))
}

/** Tells each step once; what it returns ends that. */
export function followingBackup(context: Context, client: Client): () => void {
  const tell = tellingSteps(context)
  const ending = new AbortController()
  void follow().catch(() => {})
  return () => ending.abort()

  async function follow() {
    for await (const { working } of await client.backup.changes(undefined, { signal: ending.signal })) {
      if (working) tell(working.step)
    }
  }
}

/** Tells each step once on standard error; nothing with `--json`. */
export function tellingSteps({ json, say }: Context): (step: BackupStep) => void {
  let last: BackupStep | null = null
  return (step) => {
    if (step !== last && !json) say(`${steps[step]} …`)
    last = step
  }
}

/** Stops waiting when the person does; the library's end ends the work itself. */
export async function abandonable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: ended, reject } = Promise.withResolvers<never>()
  const stop = () => reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([promise, ended])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
