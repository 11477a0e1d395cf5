import { sentenceForBackup } from '#contract/backup.sentences'
import type { HealthAction } from '#contract/health'
import type { BackupService } from './backup.service.ts'

const day = 86_400_000

export interface BackupFinding {
  readonly detail: string
  readonly remedy?: string
  readonly actions?: readonly HealthAction[]
}

const now: HealthAction = { kind: 'mend', remedy: 'back-up' }
const plans: HealthAction = { kind: 'open', route: '/settings/backups', label: 'Backups' }

/** What `doctor` says of backups: a plan that is not kept, a drill that failed, a restore that did not take place. */
export function healthOf(backups: Pick<BackupService, 'state'>, clock: () => number = Date.now) {
  return { name: 'backups', look }

  async function look(): Promise<BackupFinding> {
    const { plan, has, lastBackup, lastDrill, lastRestore } = await backups.state()
    if (lastRestore?.problem && clock() - lastRestore.at < day) {
      const detail = `a restore on ${when(lastRestore.at)} did not work, and the state before is back`
      return { detail, remedy: sentenceForBackup(lastRestore.problem), actions: [plans] }
    }
    // To go without is a choice, not a fault.
    if (!plan) return { detail: 'off', actions: [plans] }
    const last = lastBackup ? `last on ${when(lastBackup.at)}` : 'none yet'
    const drill = lastDrill ? `, restored for a try on ${when(lastDrill.at)}` : ''
    const detail = `${plan.every} to ${placeIn(plan.place)}, ${last}${drill}`
    const problem = lastBackup?.problem ?? lastDrill?.problem
    if (problem) return { detail, remedy: sentenceForBackup(problem), actions: [plans, now] }
    if (plan.encrypted && !has.passphrase) {
      const remedy = sentenceForBackup({ reason: 'passphrase-needed', where: 'new backups', detail: '' })
      return { detail, remedy, actions: [plans] }
    }
    return { detail, actions: [now] }
  }
}

function placeIn(place: NonNullable<Awaited<ReturnType<BackupService['state']>>['plan']>['place']): string {
  if (place.kind === 'folder') return place.path
  return place.kind === 'webdav' ? new URL(place.address).host : `${new URL(place.address).host}/${place.bucket}`
}

function when(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}
