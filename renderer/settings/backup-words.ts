import type { Backup, BackupState, BackupWork } from '#contract/backup.contract'
import type { BackupPlan } from '#contract/backup-plan'
import type { StateShapeName, StateTone } from '../ui/StateShape.tsx'
import { count, longDate, plural } from '../ui/words.ts'

/** Where a plan keeps backups, as a person knows it. */
export function placeOf({ place }: Pick<BackupPlan, 'place'>): string {
  switch (place.kind) {
    case 'folder':
      return place.path
    case 'webdav':
      return place.address
    case 's3':
      return `${place.bucket}/${place.prefix} at ${place.address}`
  }
}

/** `12 April 2027, 14:05`. */
export function momentOf(time: number): string {
  const clock = new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
  return `${longDate(time)}, ${clock}`
}

const steps: Readonly<Record<BackupWork['step'], string>> = {
  copying: 'Copying the library',
  packing: 'Packing',
  sending: 'Sending',
  fetching: 'Reading it back',
  unpacking: 'Unpacking',
  checking: 'Checking',
}

/** What goes on, and how far its step is. */
export function workInWords({ step, done }: BackupWork): string {
  return done > 0 && done < 1 ? `${steps[step]}, ${count(Math.floor(done * 100))} %` : steps[step]
}

/** How a backup was found at the last look. */
export function stateInWords({ state }: Pick<Backup, 'state'>): {
  readonly word: string
  readonly shape: StateShapeName
  readonly tone: StateTone
} {
  switch (state) {
    case 'verified':
      return { word: 'Verified', shape: 'full', tone: 'ok' }
    case 'damaged':
      return { word: 'Damaged', shape: 'cross', tone: 'bad' }
    case 'unchecked':
      return { word: 'Not checked', shape: 'empty', tone: 'wait' }
  }
}

/** What the last try to restore found; a failed one is told as a problem instead. */
export function drillInWords(drill: BackupState['lastDrill']): string {
  if (!drill)
    return 'Once a week the newest backup is restored into a folder of its own, opened, counted and taken away.'
  if (drill.problem) return `Tried on ${momentOf(drill.at)}.`
  const found = `${plural(drill.documents, 'document')} and ${plural(drill.conversations, 'conversation')}`
  return `On ${momentOf(drill.at)} it was restored and opened, with ${found} in it.`
}
