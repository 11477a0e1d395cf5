/** A backup as far as thinning out is concerned. */
export interface Rotated {
  readonly name: string
  readonly madeAt: number
  readonly state: 'verified' | 'damaged' | 'unchecked'
  /** Written by us, and never found whole since. */
  readonly failed: boolean
}

const hour = 3_600_000
const day = 24 * hour

/** Of each of the last so many spans in which there is a backup, the newest one is kept. */
const kept = [
  { span: hour, count: 24 },
  { span: day, count: 7 },
  { span: 7 * day, count: 5 },
]

/**
 * The backups that may go: verified ones that are not the newest of one of the last 24 hours, 7 days or 5 weeks that have
 * one. Spans are those of UTC. The newest verified backup always stays. Of those that failed the newest stays until there is a
 * verified one after it, so that a place that damages what it is given does not fill up. Others are left to a person.
 */
export function outlived<T extends Rotated>(backups: readonly T[]): readonly T[] {
  const verified = backups.filter(({ state }) => state === 'verified').toSorted((a, b) => b.madeAt - a.madeAt)
  const staying = new Set<T>()
  for (const { span, count } of kept) {
    const newest = new Map<number, T>()
    for (const backup of verified) {
      const at = Math.floor(backup.madeAt / span)
      if (!newest.has(at) && newest.size < count) newest.set(at, backup)
    }
    for (const backup of newest.values()) staying.add(backup)
  }
  const failed = backups.filter((backup) => backup.failed).toSorted((a, b) => b.madeAt - a.madeAt)
  const newest = verified[0]?.madeAt ?? Number.NEGATIVE_INFINITY
  const hopeless = failed.filter(({ madeAt }, index) => index > 0 || madeAt < newest)
  return [...verified.filter((backup) => !staying.has(backup)), ...hopeless]
}
