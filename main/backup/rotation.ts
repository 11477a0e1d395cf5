/** A backup as far as thinning out is concerned. */
export interface Rotated {
  readonly name: string
  readonly madeAt: number
  readonly state: 'verified' | 'damaged' | 'unchecked'
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
 * one. Spans are those of UTC. The newest verified backup always stays; what is damaged or unchecked is left to a person.
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
  return verified.filter((backup) => !staying.has(backup))
}
