import type { LibraryState } from '#contract/library.contract'
import { count, plural } from '../ui/words.ts'
import type { ConnectionState } from './connection.ts'

export interface StateLine {
  readonly tone: 'ok' | 'busy' | 'warn' | 'none'
  readonly text: string
}

/** The one line at the foot of the side bar: what is ready and what is going on. */
export function stateLine(library: LibraryState | null, connection: ConnectionState): StateLine {
  if (connection === 'lost') return { tone: 'warn', text: 'Connection lost, trying again' }
  if (!library) return { tone: 'none', text: 'Starting' }
  const { progress, byState } = library
  const ready = (byState.ready ?? 0) + (byState.words ?? 0)
  if (progress.blocked) return { tone: 'warn', text: 'Reading stands still' }
  if (progress.paused && library.queue > 0) return { tone: 'none', text: `Paused, ${count(library.queue)} to read` }
  if (progress.total > progress.done) {
    return { tone: 'busy', text: `Reading ${count(progress.done)} of ${count(progress.total)}` }
  }
  if (ready === 0) return { tone: 'none', text: 'No documents yet' }
  if (progress.passagesWaiting > 0) return { tone: 'busy', text: `${plural(ready, 'document')} ready by words` }
  return { tone: 'ok', text: `${plural(ready, 'document')} ready` }
}
