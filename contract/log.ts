import { type ReducedError, reduceError } from './reduced-error.ts'

export const logLevels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

/** The processes that tell of themselves; `page` is what runs in a window or a browser. */
export const logProcesses = ['main', 'library', 'search', 'backup', 'your-data', 'page'] as const
export type LogProcess = (typeof logProcesses)[number]

export const logAreas = [
  'app',
  'backup',
  'chat',
  'library',
  'models',
  'network',
  'operation',
  'page',
  'search',
  'settings',
  'system',
] as const
export type LogArea = (typeof logAreas)[number]

/** Everything a log can tell of. What a person wrote, asked or was answered has no place in it. */
export const logEvents = [
  'started',
  'ended',
  'unexpected',
  'not-opened',
  'not-put-together',
  'no-checkpoint',
  'ended-by-error',
  'ended-unexpectedly',
  'process-started',
  'process-ended',
  'called',
  'refused',
  'slow',
  'page-error',
  'window-gone',
  'helper-gone',
  'flag-unknown',
  'mended',
  'not-mended',
  'inside-turned-on',
  'inside-turned-off',
  'dropped',
  'embedder-not-opened',
  'engine-not-loaded',
  'converted',
  'not-converted',
  'keys-stay-sealed',
] as const
export type LogEvent = (typeof logEvents)[number]

/** What may stand beside an event: numbers, yes or no, and words of these few shapes. */
export interface LogFields {
  readonly count?: number
  readonly bytes?: number
  readonly milliseconds?: number
  readonly exitCode?: number | null
  readonly status?: number
  readonly pid?: number
  readonly restarts?: number
  readonly unclean?: boolean
  readonly worker?: LogProcess
  /** The code of a failure, such as `STORAGE_FULL`. */
  readonly code?: string
  readonly signal?: string | null
  /** A procedure of the contract, such as `chat.ask`. */
  readonly procedure?: string
  /** What a remedy, a flag, a check or a reason is called in the program. */
  readonly name?: string
  readonly version?: string
  readonly node?: string
  readonly platform?: string
  readonly level?: LogLevel
  readonly error?: unknown
}

/** One line of a log, as it is written. */
export interface LogLine extends Omit<LogFields, 'error'> {
  readonly level: LogLevel
  readonly time: number
  readonly process: LogProcess
  readonly area: LogArea
  readonly event: LogEvent
  readonly error?: ReducedError
}

type Tell = (event: LogEvent, fields?: LogFields) => void

export interface Log extends Readonly<Record<LogLevel, Tell>> {
  /** The same log for another part of the program. */
  of(area: LogArea): Log
}

/** A log that lets through known events with known fields alone, whatever it is handed. */
export function createLog(
  write: (line: LogLine) => void,
  { process, area = 'app', clock = Date.now }: { process: LogProcess; area?: LogArea; clock?: () => number },
): Log {
  const tell =
    (level: LogLevel) =>
    (event: LogEvent, fields: LogFields = {}) =>
      write(cleanLine({ ...fields, level, time: clock(), process, area, event }))
  return {
    debug: tell('debug'),
    info: tell('info'),
    warn: tell('warn'),
    error: tell('error'),
    of: (another) => createLog(write, { process, area: another, clock }),
  }
}

/** What of something that says it is a line of a log may be written: for lines that come from another process. */
export function cleanLine(line: object): LogLine {
  const given = line as Readonly<Record<string, unknown>>
  const clean: Record<string, unknown> = {
    level: oneOf(logLevels, given['level'], 'info'),
    time: typeof given['time'] === 'number' ? given['time'] : 0,
    process: oneOf(logProcesses, given['process'], 'main'),
    area: oneOf(logAreas, given['area'], 'app'),
    event: oneOf(logEvents, given['event'], 'unexpected'),
  }
  for (const name of numbers) if (isNumber(given[name])) clean[name] = given[name]
  for (const [name, shape] of words) {
    const value = given[name]
    if (typeof value === 'string') clean[name] = shape.test(value) ? value : 'unnamed'
  }
  if (typeof given['unclean'] === 'boolean') clean['unclean'] = given['unclean']
  if (given['worker'] !== undefined) clean['worker'] = oneOf(logProcesses, given['worker'], 'main')
  if (given['error'] !== undefined) clean['error'] = reduceError(given['error'])
  return clean as unknown as LogLine
}

const numbers = ['count', 'bytes', 'milliseconds', 'exitCode', 'status', 'pid', 'restarts'] as const
const words = [
  ['code', /^[A-Z][A-Z0-9_]{1,63}$/],
  ['signal', /^SIG[A-Z0-9]{2,12}$/],
  ['procedure', /^[a-zA-Z]{2,30}(?:\.[a-zA-Z]{2,30}){1,3}$/],
  ['name', /^[a-z][a-z0-9-]{1,39}$/],
  ['version', /^\d{1,3}\.\d{1,3}\.\d{1,3}(?:-[a-z]{1,8}\.\d{1,3})?$/],
  ['node', /^v?\d{1,3}\.\d{1,3}\.\d{1,3}$/],
  ['platform', /^[a-z0-9]{2,12}-[a-z0-9]{2,12}$/],
] as const

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function oneOf<T extends string>(known: readonly T[], value: unknown, otherwise: T): T {
  return known.find((one) => one === value) ?? otherwise
}
