/** What can be done about a failed file from its row. */
export type Remedy = 'again' | 'settings' | 'add-place'

const others: Readonly<Record<string, readonly Remedy[]>> = {
  FILE_EMPTY: [],
  FILE_BINARY: [],
  LINK_LOOP: [],
  PATH_OUTSIDE_SOURCE: ['add-place'],
  PICTURES_NOT_SET_UP: ['settings', 'again'],
  RECORDINGS_NOT_SET_UP: ['settings', 'again'],
}

/** The remedies of a failure, in the order in which they help: trying again, but where that alone changes nothing. */
export function remediesFor(code: string): readonly Remedy[] {
  return others[code] ?? ['again']
}

/** A remedy as its button is called. */
export const remedyWords: Readonly<Record<Remedy, string>> = {
  again: 'Try again',
  settings: 'Open settings',
  'add-place': 'Add that place',
}
