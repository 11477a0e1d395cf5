import { createHash } from 'node:crypto'

/**
 * Names messages within their mailbox: by their id where one has it, otherwise by what they hold. A name does not
 * depend on what stands before or after, save among messages that share an id or are alike.
 */
export function createPartNames(): (id: string | null, raw: Uint8Array) => string {
  // Digests, not names: a mailbox may hold a million messages, and ids may be of any length.
  const taken = new Map<string, number>()

  return (id, raw) => {
    if (id !== null && id.length <= 250 && count(id) === 1) return id
    const alike = `#${digest(raw)}`
    const number = count(alike)
    return number === 1 ? alike : `${alike}-${number}`
  }

  function count(name: string): number {
    const key = digest(name).slice(0, 12)
    const number = (taken.get(key) ?? 0) + 1
    taken.set(key, number)
    return number
  }
}

function digest(of: string | Uint8Array): string {
  return createHash('sha256').update(of).digest('base64url').slice(0, 22)
}
