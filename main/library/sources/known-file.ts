import type { KnownFile } from '../document.store.ts'
import type { FoundFile } from './scan.ts'

/** `queue`: new or changed; `follow`: already waiting as it is now; `leave`: nothing to do. */
export type Decision = 'queue' | 'follow' | 'leave'

/** Failures that may be over without the file having changed. */
const passing = new Set(['FILE_MISSING', 'FILE_UNREADABLE', 'FILE_CHANGED_WHILE_READ', 'STORAGE_FULL'])

/** What to do about a file that was found, by size and time alone; `by` says whether a person asked for it. */
export function decide(file: FoundFile, known: KnownFile | undefined, by: 'person' | 'scan'): Decision {
  if (!known) return 'queue'
  if (known.jobKind === 'remove') return 'queue'
  if (known.jobState !== null) {
    if (known.jobBytes !== file.bytes || !sameTime(known.jobModifiedAt, file.modifiedAt)) return 'queue'
    if (known.jobState === 'waiting' || known.jobState === 'running') return 'follow'
    return by === 'person' || (known.jobState === 'failed' && passing.has(known.failureCode ?? '')) ? 'queue' : 'leave'
  }
  if (known.documentId === null) return 'queue'
  return known.bytes === file.bytes && sameTime(known.modifiedAt, file.modifiedAt) ? 'leave' : 'queue'
}

/** File systems and copies round times differently, by less than two milliseconds. */
function sameTime(known: number | null, found: number): boolean {
  return known !== null && Math.abs(known - found) < 2
}
