import { sentenceForBackup } from '#contract/backup.sentences'
import type { BackupService } from './backup.service.ts'

const day = 86_400_000

/** What `doctor` says of backups: a plan that is not kept, a drill that failed, a restore that did not take place. */
export function healthOf(backups: Pick<BackupService, 'state'>, clock: () => number = Date.now) {
  return { name: 'backups', look }

  async function look(): Promise<{ readonly detail: string; readonly remedy?: string }> {
    const { plan, has, lastBackup, lastDrill, lastRestore } = await backups.state()
    if (lastRestore?.problem && clock() - lastRestore.at < day) {
      const detail = `a restore on ${when(lastRestore.at)} did not work, and the state before is back`
      return { detail, remedy: sentenceForBackup(lastRestore.problem) }
    }
    // To go without is a choice, not a fault.
    if (!plan) return { detail: 'off' }
    const last = lastBackup ? `last on ${when(lastBackup.at)}` : 'none yet'
    const drill = lastDrill ? `, restored for a try on ${when(lastDrill.at)}` : ''
    const detail = `${plan.every} to ${placeIn(plan.place)}, ${last}${drill}`
    const problem = lastBackup?.problem ?? lastDrill?.problem
    if (problem) return { detail, remedy: sentenceForBackup(problem) }
    if (plan.encrypted && !has.passphrase) {
      return { detail, remedy: sentenceForBackup({ reason: 'passphrase-needed', where: 'new backups', detail: '' }) }
    }
    return { detail }
  }
}

function placeIn(place: NonNullable<Awaited<ReturnType<BackupService['state']>>['plan']>['place']): string {
  if (place.kind === 'folder') return place.path
  return place.kind === 'webdav' ? new URL(place.address).host : `${new URL(place.address).host}/${place.bucket}`
}

function when(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}
