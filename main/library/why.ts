import { lstat } from 'node:fs/promises'
import { sep } from 'node:path'
import type { IngestFailureCode, LibraryProgress } from '#contract/library.contract'
import { sentenceForIngestFailure } from '#contract/library.sentences'
import type { WhyStep } from '#contract/tree.contract'
import type { LibraryStore } from './library.store.ts'
import type { StoredSource } from './source.store.ts'
import { isNotSetUp, isWithin, unreadableKind } from './sources/left-out.ts'
import type { LeftOutBy } from './sources/rules.ts'
import type { SourceRules } from './sources/source-rules.ts'
import type { FileFacts } from './why.store.ts'
import { type Find, whyNotForQuery } from './why-query.ts'

export interface WhyDeps {
  readonly store: LibraryStore
  readonly rulesOf: (source: StoredSource) => SourceRules
  readonly progress: () => LibraryProgress
  readonly find: Find
}
export interface WhyAnswer {
  readonly found: boolean
  readonly steps: WhyStep[]
}
export type Why = ReturnType<typeof createWhy>

/** Says why a file is not found: every step from the disk to the result, up to the first that fails. */
export function createWhy({ store, rulesOf, progress, find }: WhyDeps) {
  return async function why(
    { path, query }: { readonly path: string; readonly query: string },
    signal?: AbortSignal,
  ): Promise<WhyAnswer> {
    const steps: WhyStep[] = []
    for await (const step of check(path, query, signal)) {
      steps.push(step)
      // Without vectors it is still found by words, so the way goes on.
      if (!step.ok && step.check !== 'meaning') break
    }
    return { found: steps.every((step) => step.ok || step.check === 'meaning'), steps }
  }

  async function* check(path: string, query: string, signal?: AbortSignal): AsyncGenerator<WhyStep> {
    const facts = store.why.factsOf(path)
    const stats = await lstat(path).catch(() => null)
    yield existence(stats, facts)
    const source = sourceOf(path, facts)
    if (!source) {
      yield failed('in-source', 'It lies in no folder that was added to the library.', 'add')
      return
    }
    yield source.problem
      ? failed('in-source', `It belongs to “${source.title}”, which cannot be reached: ${source.problem}`, null)
      : passed('in-source', `It belongs to “${source.title}”.`)
    const kind = stats?.isDirectory() ? 'folder' : 'file'
    const by = path === source.path ? null : await rulesOf(source).judge(path, kind)
    yield by && by.origin !== 'person' ? leftOut(by) : passed('not-left-out', 'No rule leaves it out.')
    yield store.removedFiles.has(path)
      ? failed('not-removed', 'You took it out of the library, so its file is left alone.', 'restore')
      : passed('not-removed', 'It was not taken out of the library.')
    if (kind === 'folder') {
      yield folderRead(path, source)
      return
    }
    yield read(facts, source, path)
    yield facts.passages > 0
      ? passed('has-text', `It has text, in ${count(facts.passages, 'passage')}.`)
      : failed('has-text', 'No text was found in it.', null)
    yield passed('words', 'It can be found by its words.')
    yield facts.embedded
      ? passed('meaning', 'It can be found by its meaning.')
      : failed('meaning', 'It cannot be found by its meaning yet; that is being prepared.', stands() ?? 'wait')
    if (query.trim() !== '') yield await whyNotForQuery({ query, path, documents: facts.documents, find }, signal)
  }

  function sourceOf(path: string, { sourceId }: FileFacts): StoredSource | undefined {
    const live = store.sources.live()
    const inside = live.filter((source) =>
      source.kind === 'file' || source.kind === 'text' ? source.path === path : isWithin(source.path, path),
    )
    // The one that brought it in, else the nearest.
    return inside.find(({ id }) => id === sourceId) ?? inside.toSorted((a, b) => b.path.length - a.path.length)[0]
  }

  function folderRead(path: string, { id }: StoredSource): WhyStep {
    const files = store.documents.countBelow(path, sep, id)
    return files > 0
      ? passed(
          'read',
          `It is a folder with ${count(files, 'file')} in the library. Ask about one of them to learn more.`,
        )
      : failed(
          'read',
          'It is a folder of which no file is in the library. Ask about one of its files to learn why.',
          null,
        )
  }

  function read({ job, documents }: FileFacts, source: StoredSource, path: string): WhyStep {
    const before = documents.length > 0 ? ' What was read of it before can be found.' : ''
    const step = (detail: string, remedy: WhyStep['remedy']): WhyStep => {
      // What was read before is still there, so this is not what keeps it from being found.
      return { check: 'read', ok: documents.length > 0, detail: `${detail}${before}`, remedy }
    }
    if (job?.state === 'failed') {
      const sentence = sentenceForIngestFailure({ code: job.failureCode ?? 'FILE_UNREADABLE', path })
      return step(sentence, job.failureCode && setUp.has(job.failureCode) ? 'set-up-reading' : 'retry')
    }
    if (job?.state === 'cancelled') return step('It was taken out of the queue before it was read.', 'retry')
    if (job && source.paused) return step(`It waits, because “${source.title}” is paused.`, 'resume')
    if (job?.state === 'waiting') return step(waits(), stands() ?? 'wait')
    if (job) return step('It is being read at this moment.', 'wait')
    if (documents.length > 0) return passed('read', 'It was read.')
    if (source.paused) return step(`It was not looked at, because “${source.title}” is paused.`, 'resume')
    return step('It was not looked at yet. Scan its source again.', 'add')
  }

  function waits(): string {
    const { paused, blocked } = progress()
    if (blocked) return 'It waits to be read, and all reading has stopped because the disk is full.'
    return paused ? 'It waits to be read, and all reading is paused.' : 'It waits to be read; others come first.'
  }

  function stands(): 'resume' | null {
    return progress().paused ? 'resume' : null
  }
}

/** What fails for want of something that a person can set up. */
const setUp: ReadonlySet<IngestFailureCode> = new Set([
  'PICTURES_NOT_SET_UP',
  'RECORDINGS_NOT_SET_UP',
  'SOUND_PROGRAM_MISSING',
])

function existence(stats: { isFile(): boolean; isDirectory(): boolean } | null, facts: FileFacts): WhyStep {
  if (stats?.isFile()) return passed('exists', 'The file is there.')
  if (stats?.isDirectory()) return passed('exists', 'The folder is there.')
  if (stats) return failed('exists', 'It is neither a file nor a folder; links are not followed.', null)
  const kept = facts.known ? ' It was in the library before; if it comes back within thirty days, so do its tags.' : ''
  return failed('exists', `There is no file at this path.${kept}`, null)
}

function leftOut({ rule, origin, file }: LeftOutBy): WhyStep {
  const places = {
    default: `Alcove leaves it, or a folder it lies in, out by itself: ${rule}.`,
    settings: `The rule “${rule}” for all sources leaves it out.`,
    source: `The rule “${rule}” of its source leaves it out.`,
    file: `The rule “${rule}” in ${file} leaves it out.`,
    person: 'You took it out of the library.',
  }
  return failed('not-left-out', places[origin], origin === 'default' ? remedyFor(rule) : 'change-rules')
}

function remedyFor(reason: string): WhyStep['remedy'] {
  if (isNotSetUp(reason)) return 'set-up-reading'
  return reason === unreadableKind ? null : 'change-rules'
}

function passed(check: WhyStep['check'], detail: string): WhyStep {
  return { check, ok: true, detail, remedy: null }
}

function failed(check: WhyStep['check'], detail: string, remedy: WhyStep['remedy']): WhyStep {
  return { check, ok: false, detail, remedy }
}

function count(n: number, thing: string): string {
  return `${n} ${n === 1 ? thing : `${thing}s`}`
}
