import type { FileCheck } from '#contract/file-check.contract'
import type { Mended, RemedyName } from '#contract/health'
import type { Log } from '../app/log.ts'
import type { HealthMemory } from './health-memory.ts'

export interface MendingDeps {
  readonly checkFile: (signal?: AbortSignal) => Promise<FileCheck>
  readonly repairFullText: (signal?: AbortSignal) => Promise<FileCheck>
  readonly rebuildIndex: (signal?: AbortSignal) => Promise<{ readonly vectors: number }>
  /** What is in the way of a backup, as a sentence; null when one was made. */
  readonly backUp: () => Promise<string | null>
  readonly retryFiles: () => number
  readonly restart: { readonly library: () => Promise<void>; readonly search: () => Promise<void> }
  readonly freeSpace: () => Promise<number>
  readonly memory: Pick<HealthMemory, 'noteWholeCheck'>
  readonly log: Log
}

type Outcome = Pick<Mended, 'done' | 'said'>

const numbers = new Intl.NumberFormat('en')

/** Does what the checks offer, and says in a sentence what came of it. */
export function createMending(deps: MendingDeps) {
  const remedies: Readonly<Record<RemedyName, (signal?: AbortSignal) => Promise<Outcome>>> = {
    'check-file': checkFile,
    'repair-full-text': repairFullText,
    'rebuild-index': rebuildIndex,
    'back-up': backUp,
    'retry-files': retryFiles,
    'restart-library': () => restarted(deps.restart.library, 'The process that reads files'),
    'restart-search': () => restarted(deps.restart.search, 'The process that searches'),
    'free-space': freeSpace,
  }
  return { mend }

  async function mend(remedy: RemedyName, signal?: AbortSignal): Promise<Mended> {
    const outcome = await remedies[remedy](signal)
    deps.log.info(outcome.done ? 'mended' : 'not-mended', { name: remedy })
    return { remedy, ...outcome }
  }

  async function checkFile(signal?: AbortSignal): Promise<Outcome> {
    const { problems, fullText, milliseconds } = await deps.checkFile(signal)
    deps.memory.noteWholeCheck(problems.length === 0 && fullText !== false)
    if (problems.length > 0) {
      const said = `The library file is damaged in ${numbers.format(problems.length)} places. Nothing was changed. Go back to a backup.`
      return { done: false, said }
    }
    if (fullText === false) {
      const said = 'The library file is intact, but its full text does not fit the documents. Repair the full text.'
      return { done: false, said }
    }
    return { done: true, said: `Every page, every index and the full text are intact (${seconds(milliseconds)}).` }
  }

  async function repairFullText(signal?: AbortSignal): Promise<Outcome> {
    const { fullText, milliseconds } = await deps.repairFullText(signal)
    if (fullText)
      return { done: true, said: `The full text was made anew from the documents (${seconds(milliseconds)}).` }
    const said = 'The full text could not be made anew: the library file itself is damaged. Go back to a backup.'
    return { done: false, said }
  }

  async function rebuildIndex(signal?: AbortSignal): Promise<Outcome> {
    const { vectors } = await deps.rebuildIndex(signal)
    return { done: true, said: `The index was made anew from ${numbers.format(vectors)} passages.` }
  }

  async function backUp(): Promise<Outcome> {
    const problem = await deps.backUp()
    return problem ? { done: false, said: problem } : { done: true, said: 'A backup was made and read back.' }
  }

  async function retryFiles(): Promise<Outcome> {
    const files = deps.retryFiles()
    return {
      done: true,
      said: files === 1 ? '1 file is read again.' : `${numbers.format(files)} files are read again.`,
    }
  }

  async function freeSpace(): Promise<Outcome> {
    const bytes = await deps.freeSpace()
    const said =
      bytes === 0
        ? 'Alcove keeps nothing that could be deleted without losing something.'
        : `${numbers.format(Math.ceil(bytes / 1_000_000))} MB were freed.`
    return { done: bytes > 0, said }
  }
}

async function restarted(restart: () => Promise<void>, who: string): Promise<Outcome> {
  await restart()
  return { done: true, said: `${who} was started again.` }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(1)} s`
}
