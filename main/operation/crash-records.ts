import { randomInt } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CrashRecord } from '#contract/crashes.contract'
import type { LogProcess } from '#contract/log'
import { reduceError } from '#contract/reduced-error'
import type { Version } from '#contract/system.contract'

export interface CrashDeps {
  readonly folder: string
  readonly version: Version
  /** What the log told last. */
  readonly lastEvents: () => readonly string[]
  readonly clock?: () => number
}

export interface Crash {
  readonly process: LogProcess
  readonly reason: CrashRecord['reason']
  readonly exitCode?: number | null
  readonly signal?: string | null
  readonly error?: unknown
}

export type CrashRecords = ReturnType<typeof createCrashRecords>

const mostRecords = 20
/** A page that breaks again and again leaves room for what ended a process. */
const mostOfPage = 8
const sessionFile = 'session.json'
const seenFile = 'seen'
/** What Chromium keeps of its own crashes: parts of a process's memory. */
const dumpsFolder = 'dumps'
const mostDumps = 3

/** Keeps records of ends that nobody wanted in a folder, one small file each; nothing is ever sent. */
export function createCrashRecords({ folder, version, lastEvents, clock = Date.now }: CrashDeps) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return { begin, end, record, list, unseen, see, forget }

  /** Says that this process works now; a process before it that never said `end` gets its record. */
  function begin(lastEventsBefore: readonly string[] = []): CrashRecord | null {
    const since = sessionBefore()
    const isKnown = since !== null && list().some(({ at, process }) => process === 'main' && at >= since)
    const vanished =
      since !== null && !isKnown ? record({ process: 'main', reason: 'vanished' }, lastEventsBefore) : null
    write(sessionFile, JSON.stringify({ since: clock() }))
    pruneDumps()
    return vanished
  }

  /** Says that this process ends as it should. */
  function end(): void {
    rmSync(join(folder, sessionFile), { force: true })
  }

  /** Writes one record at once: the process may be about to end. */
  function record(crash: Crash, events: readonly string[] = lastEvents()): CrashRecord | null {
    const at = clock()
    const id = `${at}-${crash.process}-${randomInt(36 ** 4)
      .toString(36)
      .padStart(4, '0')}`
    const kept: CrashRecord = {
      id,
      at,
      process: crash.process,
      reason: crash.reason,
      version: version.version,
      node: version.node,
      platform: version.platform,
      exitCode: crash.exitCode ?? null,
      signal: crash.signal ?? null,
      error: crash.error === undefined ? null : reduceError(crash.error),
      events: events.slice(-20),
    }
    try {
      write(`${id}.json`, `${JSON.stringify(kept, null, 2)}\n`)
      prune()
      return kept
    } catch {
      // A full disk: that something ended matters less than that what is left can be written.
      return null
    }
  }

  function list(): CrashRecord[] {
    return names()
      .toSorted((a, b) => b.localeCompare(a))
      .flatMap((name) => read(name) ?? [])
  }

  /** The newest end of the program itself that the person was not told of. */
  function unseen(): CrashRecord | null {
    const seen = textOf(seenFile) ?? ''
    const ofMain = list().find(({ process }) => process === 'main')
    return ofMain && ofMain.id > seen ? ofMain : null
  }

  function see(): void {
    write(seenFile, String(clock()))
  }

  function forget(): number {
    const all = names()
    for (const name of all) rmSync(join(folder, name), { force: true })
    rmSync(join(folder, dumpsFolder), { recursive: true, force: true })
    return all.length
  }

  function prune(): void {
    const all = names().toSorted((a, b) => b.localeCompare(a))
    const ofPage = all.filter((name) => name.includes('-page-'))
    const tooMany = new Set([...ofPage.slice(mostOfPage), ...all.slice(mostRecords)])
    for (const name of tooMany) rmSync(join(folder, name), { force: true })
  }

  function pruneDumps(): void {
    const dumps = readdirOf(join(folder, dumpsFolder)).filter((path) => path.endsWith('.dmp'))
    const changed = new Map(dumps.map((path) => [path, statSync(path).mtimeMs]))
    const old = dumps.toSorted((a, b) => (changed.get(b) ?? 0) - (changed.get(a) ?? 0)).slice(mostDumps)
    for (const path of old) rmSync(path, { force: true })
  }

  function names(): string[] {
    return readdirSync(folder).filter((name) => /^\d{13}-[a-z]+-[a-z\d]{4}\.json$/.test(name))
  }

  function read(name: string): CrashRecord | null {
    try {
      return CrashRecord.parse(JSON.parse(textOf(name) ?? ''))
    } catch {
      // Half a record, or one that something else wrote, tells nothing.
      return null
    }
  }

  /** When the session began that has not ended. */
  function sessionBefore(): number | null {
    const text = textOf(sessionFile)
    return text === null ? null : Number(/"since":(\d+)/.exec(text)?.[1] ?? 0)
  }

  function textOf(name: string): string | null {
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch {
      return null
    }
  }

  function write(name: string, text: string): void {
    const path = join(folder, name)
    writeFileSync(path, text, { mode: 0o600 })
    chmodSync(path, 0o600)
  }
}

/** Every path in a folder and below it; none where there is no folder. */
function readdirOf(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  } catch {
    return []
  }
}
