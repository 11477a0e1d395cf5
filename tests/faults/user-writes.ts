import type { Database } from '#database/database'

/** One thing a person wrote; `begins` of what is changed in place, since it may be kept without the word that it was. */
export interface Written {
  readonly when: 'begins' | 'done'
  readonly kind: keyof typeof readBack
  readonly id: string
  readonly value: string
}

/** What the library holds of each kind of write. A new kind of write is one line here and one in the process that writes. */
const readBack = {
  question: 'SELECT text FROM messages WHERE id = ?',
  answer: 'SELECT text FROM messages WHERE id = ?',
  title: 'SELECT title FROM conversations WHERE id = ?',
  bin: "SELECT iif(deleted_at IS NULL, 'restored', 'removed') FROM conversations WHERE id = ?",
  pasted: 'SELECT path FROM sources WHERE id = ?',
  setting: 'SELECT value FROM settings WHERE key = ?',
}

/** What was acknowledged, the last word on each thing, and what may have come to pass after it. */
export function createLedger() {
  const kept = new Map<string, Written>()
  let underWay: Written | null = null
  return { take, lost, size: () => kept.size }

  function take(written: Written): void {
    underWay = written.when === 'begins' ? written : null
    if (written.when === 'done') kept.set(`${written.kind} ${written.id}`, written)
  }

  /** Acknowledged writes the library does not have. `holds` looks at what lies outside of the database. */
  function lost(
    { sqlite }: Database,
    holds: (written: Written, found: string) => boolean,
    // Whether this library goes on; false where it is one of many ends of the same.
    { forGood }: { readonly forGood: boolean } = { forGood: true },
  ): readonly Written[] {
    const missing = [...kept.values()].filter((written) => {
      const { kind, id, value } = written
      const found = sqlite.prepare<[string], string>(readBack[kind]).pluck().get(id)
      if (found === undefined) return true
      if (kind === 'pasted') return !holds(written, found)
      const mayBe = underWay?.kind === kind && underWay.id === id ? [value, underWay.value] : [value]
      return !mayBe.includes(found)
    })
    if (!forGood) return missing
    // What was under way and came to pass is the last word from now on.
    if (
      underWay &&
      sqlite.prepare<[string], string>(readBack[underWay.kind]).pluck().get(underWay.id) === underWay.value
    ) {
      kept.set(`${underWay.kind} ${underWay.id}`, underWay)
    }
    underWay = null
    return missing
  }
}
