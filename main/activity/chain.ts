import { createHash } from 'node:crypto'

/** A row as it is hashed; `about` is the text that is stored. */
export interface Link {
  readonly chain: string
  readonly number: number
  readonly at: number
  readonly kind: string
  readonly about: string
  readonly previous: string
}

/** What stands in place of the row before the first one. */
export const beginning = '0'.repeat(64)

/** SHA-256 of a row: of the JSON list of its chain, number, time, kind, content and the hash of the row before it. */
export function hashOf({ chain, number, at, kind, about, previous }: Link): string {
  return createHash('sha256')
    .update(JSON.stringify([chain, number, at, kind, about, previous]))
    .digest('hex')
}

export interface ChainEnd {
  readonly chain: string
  readonly number: number
  readonly hash: string
  readonly trimmedTo: number
  readonly trimmedHash: string
}

export type Fault = { readonly state: 'changed' | 'missing' | 'shortened'; readonly number: number }

/** Follows one chain row by row, in order; `end` says whether it is as long as it should be. */
export function createFollower({ chain, number: last, hash: lastHash, trimmedTo, trimmedHash }: ChainEnd) {
  let number = trimmedTo
  let hash = trimmedHash
  return { next, end }

  function next(link: Link & { readonly hash: string }): Fault | null {
    if (link.number !== number + 1) return { state: 'missing', number: number + 1 }
    if (link.chain !== chain || link.previous !== hash || hashOf(link) !== link.hash) {
      return { state: 'changed', number: link.number }
    }
    number = link.number
    hash = link.hash
    return null
  }

  function end(): Fault | null {
    if (number < last) return { state: 'shortened', number: number + 1 }
    // Longer than its end says, or with another last row: not what was noted.
    return number > last || hash !== lastHash ? { state: 'changed', number } : null
  }
}
