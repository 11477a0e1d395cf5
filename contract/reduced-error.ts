import { z } from 'zod'

/** Where in the program something happened: the function, and the file under the program's own folder. */
const Frame = z.string().regex(/^[\w$.<>#]{0,80}@[\w./@+-]{1,120}:\d{1,7}$/)

/** An error without what it was about. */
export const ReducedError = z.object({
  name: z.string().regex(/^[A-Za-z]\w{0,59}$/),
  /** Its code, such as `ENOSPC` or `SQLITE_FULL`. */
  code: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{1,63}$/)
    .optional(),
  /** Only of errors that are made of fixed words and numbers. */
  message: z.string().max(300).optional(),
  stack: z.array(Frame).max(30),
  /** What it was caused by. */
  get cause() {
    return ReducedError.optional()
  },
})
export type ReducedError = z.infer<typeof ReducedError>

/** Set on an error whose message holds nothing that a person wrote, so that a log may keep it. */
export const withoutContents = Symbol.for('alcove.error-without-contents')

const longestChain = 3
const mostFrames = 20

/**
 * Name, code and places of an error. Its message is dropped, unless its class says that it holds no contents: it may
 * quote a document, a question or the name of a file.
 */
export function reduceError(error: unknown, depth = 0): ReducedError {
  if (!(error instanceof Error)) {
    // One that another process has reduced already.
    const known = typeof error === 'object' && error !== null ? ReducedError.safeParse(error).data : undefined
    return known ?? { name: `Not${typeof error}`, stack: [] }
  }
  const code = 'code' in error ? String(error.code) : ''
  const cause = error.cause !== undefined && depth < longestChain ? reduceError(error.cause, depth + 1) : undefined
  return {
    name: /^[A-Za-z]\w{0,59}$/.test(error.name) ? error.name : 'Error',
    ...(/^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? { code } : {}),
    ...(withoutContents in error ? { message: error.message.slice(0, 300) } : {}),
    stack: framesOf(error),
    ...(cause ? { cause } : {}),
  }
}

function framesOf({ name, message, stack }: Error): string[] {
  if (typeof stack !== 'string') return []
  // The message stands before the frames, and may look like one.
  const at = message ? stack.indexOf(message) : -1
  const lines = (at < 0 ? stack.slice(name.length) : stack.slice(at + message.length)).split('\n')
  return lines.flatMap((line) => frameOf(line) ?? []).slice(0, mostFrames)
}

/** V8 writes `at name (place:1:2)`, Firefox and WebKit `name@place:1:2`. */
const written = /^\s*(?:at (?:async )?(?:new )?)?(?:([\w$.<>#]{1,80})(?: \[as [\w$]+\])?\s*[(@])?(\S+?):(\d+):\d+\)?$/

function frameOf(line: string): string | null {
  const [, name = '', place = '', number] = written.exec(line) ?? []
  const file = placeInProgram(place)
  return file === null ? null : `${name}@${file}:${number}`
}

const ownFolders =
  /(?:^|\/)((?:main|workers|models|database|contract|renderer|preload|node_modules|assets|out)\/[\w./@+-]{1,300})$/

/** The folder of the program, which may itself be called `main`; empty in a bundle. */
const programFolder = folderIn(new Error().stack ?? '')

function folderIn(stack: string): string {
  const end = stack.indexOf('/contract/reduced-error.ts')
  if (end < 0) return ''
  const line = stack.slice(stack.lastIndexOf('\n', end) + 1, end + 1)
  const begin = line.includes('file://') ? line.indexOf('file://') + 7 : line.search(/[\s(@]\//) + 1
  return line.slice(begin)
}

/** The part of a path that is the same on every machine; null for files that are not the program's. */
function placeInProgram(place: string): string | null {
  if (/^node:[\w/]{1,60}$/.test(place)) return place.slice(5).replace(/^/, 'node/')
  const whole = place
    .replace(/[?#][^]*$/, '')
    .replace(/\\/g, '/')
    .replace(/^file:\/\//, '')
  const path = whole.startsWith(programFolder) ? whole.slice(programFolder.length) : whole
  return ownFolders.exec(path)?.[1]?.slice(-120) ?? null
}
