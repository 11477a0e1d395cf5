import type { IngestFailureCode } from '#contract/library.contract'

/** What can be done about a failed file from its row. */
export type Remedy = 'again' | 'settings' | 'add-place' | null

const others: Readonly<Partial<Record<IngestFailureCode, Remedy>>> = {
  FILE_EMPTY: null,
  FILE_BINARY: null,
  LINK_LOOP: null,
  PATH_OUTSIDE_SOURCE: 'add-place',
}

/** The remedy of a failure: trying again, but where that alone changes nothing. */
export function remedyFor(code: IngestFailureCode): Remedy {
  const other = others[code]
  return other === undefined ? 'again' : other
}

/** A remedy as its button is called. */
export const remedyWords: Readonly<Record<Exclude<Remedy, null>, string>> = {
  again: 'Try again',
  settings: 'Open settings',
  'add-place': 'Add that place',
}
