import { setTimeout as sleep } from 'node:timers/promises'
import { ORPCError } from '@orpc/client'
import type { Failure } from '#contract/result'
import type { StartFailure } from '#contract/system.failures'
import { sentenceForStart } from '#contract/system.sentences'
import { type OpenedLibrary, openLibrary } from '../app/open-library.ts'

/** What a command needs: where it stands, how to print, and the library. */
export interface Context {
  readonly json: boolean
  readonly data: string | undefined
  /** Where the person stands; relative paths start there. */
  readonly from: string
  readonly signal: AbortSignal
  /** One JSON object on a line of its own. */
  printJson(value: object): void
  /** Text for a person, on standard output. */
  print(text: string): void
  /** Text about what goes on, on standard error. */
  say(text: string): void
  /** Runs the body with the library and closes it after, whoever holds it; again when the holder ends meanwhile. */
  withLibrary(body: (library: OpenedLibrary) => Promise<number>): Promise<number>
  /** Turns what a command throws into a sentence and exit code 1. */
  guard(body: () => Promise<number>): Promise<number>
  fail(failure: Failure, sentence: string): number
}

/** Thrown for wrong use that only a command can see. */
export class WrongUse extends Error {}

/** The context of one run of the command line. */
export function createContext(
  { json = false, data }: { readonly json?: boolean; readonly data?: string },
  signal: AbortSignal,
): Context {
  const from = process.env.INIT_CWD || process.cwd()
  const say = (text: string) => void process.stderr.write(`${text}\n`)
  const printJson = (value: object) => void process.stdout.write(`${JSON.stringify(value)}\n`)
  const print = (text: string) => void process.stdout.write(`${text}\n`)
  return { json, data, from, signal, printJson, print, say, withLibrary, guard, fail }

  async function withLibrary(body: (library: OpenedLibrary) => Promise<number>) {
    for (let left = 5; ; left -= 1) {
      const opened = await openLibrary({ data, from })
      if (!opened.ok) return failStart(opened.failure)
      const library = opened.value
      try {
        return await body(library)
      } catch (error) {
        const damage = library.held && !signal.aborted ? library.damage() : null
        if (damage) return failStart(damage)
        // The process that held the library has ended; the next one, perhaps this, does the work.
        if (signal.aborted || left === 0 || library.held || !(await endsSoon(library.gone))) throw error
      } finally {
        await library.close()
      }
    }
  }

  async function guard(body: () => Promise<number>) {
    try {
      return await body()
    } catch (error) {
      if (error instanceof WrongUse) {
        say(`error: ${error.message}`)
        return 2
      }
      if (signal.aborted) {
        say('Stopped.')
        return 1
      }
      if (error instanceof ORPCError && error.code === 'BAD_REQUEST') return wrongInput(error)
      const failure = { code: codeOf(error), message: error instanceof Error ? error.message : String(error) }
      return fail(failure, `That did not work: ${failure.message}. Your library is safe; the files in logs/ say more.`)
    }
  }

  function failStart(failure: StartFailure) {
    return fail(failure, sentenceForStart(failure))
  }

  function fail({ code }: Failure, sentence: string) {
    if (json) printJson({ error: { code, message: sentence } })
    say(sentence)
    return 1
  }

  function wrongInput(error: Error) {
    say(`error: ${error.message}`)
    return 2
  }
}

/** A call that broke off is told before its connection is seen to be gone. */
function endsSoon(gone: Promise<void>): Promise<boolean> {
  return Promise.race([gone.then(() => true), sleep(1_000, false, { ref: false })])
}

function codeOf(error: unknown): string {
  return error instanceof ORPCError ? String(error.code) : 'UNEXPECTED'
}
