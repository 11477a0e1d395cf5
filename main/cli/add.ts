import { resolve } from 'node:path'
import type { Added, BatchEvent } from '#contract/library.contract'
import { sentenceForBlockedWork, sentenceForIngestFailure } from '#contract/library.sentences'
import type { OpenedLibrary } from '../app/open-library.ts'
import type { Context } from './context.ts'
import { createProgress } from './progress.ts'
import { count } from './words.ts'

type Outcome = Pick<BatchEvent, 'added' | 'skipped' | 'failed' | 'seconds'>

/** `alcove add`: queues files and folders; with `--wait` stays until all can be found by words and by meaning. */
export async function add(context: Context, paths: readonly string[], options: Readonly<Record<string, unknown>>) {
  const { from, signal, withLibrary } = context
  let first: Added | null = null
  return withLibrary(async (library) => {
    const { client } = library
    const input = { paths: paths.map((path) => resolve(from, path)), watch: options.watch !== false }
    const added = await client.library.add(input, { signal })
    // When the process that did the work ends, a second look finds less to add than there was.
    first ??= added
    const worked = options.wait ? await followBatch(library, added, context) : notWaited(added)
    const outcome = first === added ? worked : { ...worked, added: first.added, skipped: first.skipped }
    const { documents, passages } = await client.library.state(undefined, { signal })
    report({ ...outcome, documents, passages }, context)
    // Some files of many may fail; when nothing at all could be added, the command did.
    return outcome.added + outcome.skipped === 0 && outcome.failed.length > 0 ? 1 : 0
  })
}

function notWaited({ added, skipped, failed }: Added): Outcome {
  return { added, skipped, failed, seconds: { words: null, meaning: null } }
}

async function followBatch(library: OpenedLibrary, added: Added, context: Context): Promise<Outcome> {
  const { signal, json } = context
  if (library.held) await library.app.start()
  const progress = createProgress(process.stderr, { silent: json && !process.stderr.isTTY })
  let outcome = notWaited(added)
  const done = new AbortController()
  const telling = tellWhyItStandsStill(library, context, AbortSignal.any([signal, done.signal]))
  try {
    for await (const event of await library.client.library.follow({ batchId: added.batchId }, { signal })) {
      outcome = event
      progress.show(event)
    }
  } finally {
    progress.end()
    done.abort()
    await telling
  }
  return outcome
}

/** Says on standard error why nothing moves, as soon as that is so, and again only when it was otherwise meanwhile. */
async function tellWhyItStandsStill({ client }: OpenedLibrary, { say }: Context, signal: AbortSignal): Promise<void> {
  let told = ''
  try {
    for await (const { progress } of await client.library.changes(undefined, { signal })) {
      const sentence = progress.blocked ? sentenceForBlockedWork(progress.blocked) : ''
      if (sentence && sentence !== told) say(sentence)
      told = sentence
    }
  } catch {
    // What ends this ends the batch, too, and is told there.
  }
}

function report(outcome: Outcome & { readonly documents: number; readonly passages: number }, context: Context) {
  const { added, skipped, failed, documents, passages, seconds } = outcome
  if (context.json) {
    context.printJson({ added, skipped, failed, documents, passages, seconds })
    return
  }
  const waited = seconds.words === null ? 'Queued' : 'Added'
  context.print(`${waited} ${count(added, 'file')}${skipped ? `, left ${skipped} as they are` : ''}.`)
  for (const failure of failed) context.print(`✗ ${failure.path}: ${sentenceForIngestFailure(failure)}`)
  context.print(`The library holds ${count(documents, 'document')} with ${count(passages, 'passage')}.`)
  if (seconds.words !== null) {
    const meaning = seconds.meaning === null ? '' : `, by meaning after ${seconds.meaning.toFixed(1)} s`
    context.print(`Findable by words after ${seconds.words.toFixed(1)} s${meaning}.`)
  } else if (added > 0) {
    context.print('The work goes on while Alcove runs, or at its next start; `--wait` waits for it.')
  }
}
