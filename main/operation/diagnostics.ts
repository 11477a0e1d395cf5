import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { cpus, release, type } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'
import type { Diagnostics, DiagnosticsFile } from '#contract/diagnostics.contract'
import { cleanLine } from '#contract/log'
import type { FlagState } from '#contract/operation.contract'
import { type Failure, fail, ok, type Result } from '#contract/result'
import type { Settings } from '#contract/settings.contract'
import type { Check, Version } from '#contract/system.contract'
import { logFiles } from '../app/log.ts'
import type { CrashRecords } from './crash-records.ts'
import { settingsWithoutContents } from './settings-without-contents.ts'

export interface DiagnosticsDeps {
  readonly logs: string
  readonly version: Version
  readonly settings: () => Settings
  readonly flags: () => readonly FlagState[]
  readonly crashes: Pick<CrashRecords, 'list'>
  /** How every part is doing. */
  readonly checks: () => Promise<readonly Check[]>
  readonly machine: () => Promise<object>
  /** Rows of each table, and sizes of the library file. */
  readonly library: () => Promise<object>
  /** Memory, event-loop delay and, where it is measured, times and counts. */
  readonly inside: () => Promise<object>
  readonly clock?: () => number
}

export interface DiagnosticsGone extends Failure<'DIAGNOSTICS_GONE'> {
  readonly id: string
}

export type DiagnosticsService = ReturnType<typeof createDiagnostics>

const keptFor = 600_000
const mostLog = 1_000_000

/** Collects what helps to find a fault, for a person to read, and packs what they do not leave out. */
export function createDiagnostics(deps: DiagnosticsDeps) {
  const { clock = Date.now } = deps
  let last: (Diagnostics & { readonly at: number }) | null = null
  return { collect, pack }

  async function collect(): Promise<Diagnostics> {
    const files = [
      text('read-me.txt', 'What this is.', intro(clock())),
      json('versions.json', 'Versions of Alcove and of what runs it.', versions()),
      json('machine.json', 'Memory, processors and free disk of this machine.', await attempt(deps.machine)),
      json(
        'settings.json',
        'Settings; of anything typed only its kind and length.',
        settingsWithoutContents(deps.settings()),
      ),
      json('flags.json', 'Switches.', deps.flags()),
      json('health.json', 'The state of every part.', await attempt(health)),
      json('library.json', 'How many rows each table has, and sizes of files.', await attempt(deps.library)),
      json('inside.json', 'Memory, delays, and times where they are measured.', await attempt(deps.inside)),
      ...deps.crashes.list().map((crash) => json(`crashes/${crash.id}.json`, 'An end that nobody wanted.', crash)),
      ...logs(),
    ]
    last = { id: randomUUID(), files, at: clock() }
    return { id: last.id, files }
  }

  async function pack({
    id,
    leaveOut,
  }: {
    readonly id: string
    readonly leaveOut: readonly string[]
  }): Promise<Result<{ readonly name: string; readonly base64: string }, DiagnosticsGone>> {
    if (last?.id !== id || clock() - last.at > keptFor) {
      return fail({ code: 'DIAGNOSTICS_GONE', message: 'What was collected is no longer kept', id })
    }
    const zip = new ZipFile()
    const mtime = new Date(last.at)
    for (const file of last.files) {
      if (!leaveOut.includes(file.name)) zip.addBuffer(Buffer.from(file.text), file.name, { mtime, mode: 0o600 })
    }
    zip.end()
    const bytes = await buffer(zip.outputStream)
    return ok({ name: `alcove-diagnostics-${mtime.toISOString().slice(0, 10)}.zip`, base64: bytes.toString('base64') })
  }

  function versions() {
    const { sqlite, electron, v8 } = process.versions as Readonly<Record<string, string | undefined>>
    return { ...deps.version, system: `${type()} ${release()}`, sqlite, electron, v8, cpu: cpus()[0]?.model }
  }

  /** Details name folders and servers, so they stay here. */
  async function health() {
    return (await deps.checks()).map(({ name, state, since, actions }) => ({
      name,
      state,
      since: new Date(since).toISOString(),
      offered: actions.flatMap((action) => (action.kind === 'mend' ? [action.remedy] : [])),
    }))
  }

  /** Line by line through the same filter as when they were written: an earlier version may have been less careful. */
  function logs(): DiagnosticsFile[] {
    let room = mostLog
    return logFiles(deps.logs).flatMap((name) => {
      if (room <= 0) return []
      const lines = readFileSync(join(deps.logs, name), 'utf8').split('\n').flatMap(cleaned)
      const kept = lastOf(lines, room)
      room -= kept.length
      return [text(`logs/${name}`, 'What Alcove noted of itself, a line for each event.', kept)]
    })
  }
}

function cleaned(line: string): string[] {
  try {
    const { time, ...rest } = JSON.parse(line) as Record<string, unknown>
    if (typeof rest['event'] !== 'string' || typeof time !== 'string') return []
    const { time: _, ...clean } = cleanLine(rest)
    return [JSON.stringify({ time: new Date(time).toISOString(), ...clean })]
  } catch {
    // A line that was cut off, or one that is none.
    return []
  }
}

function lastOf(lines: readonly string[], room: number): string {
  let size = 0
  const first = lines.findLastIndex((line) => (size += line.length + 1) > room) + 1
  return lines.slice(first).join('\n')
}

/** A part that cannot be asked is a finding of its own, without its words. */
async function attempt(ask: () => Promise<object>): Promise<object> {
  try {
    return await ask()
  } catch (error) {
    return { notKnown: error instanceof Error ? error.name : 'Error' }
  }
}

function json(name: string, about: string, value: object): DiagnosticsFile {
  return text(name, about, `${JSON.stringify(value, null, 2)}\n`)
}

function text(name: string, about: string, content: string): DiagnosticsFile {
  return { name, about, text: content }
}

function intro(at: number): string {
  return [
    'Diagnostics of Alcove',
    `Collected ${new Date(at).toISOString()}.`,
    '',
    'It was put together on your machine and has not been sent to anybody. It holds versions, facts of the machine,',
    'settings without anything you typed, the state of each part, counts, logs, crash records and times.',
    'It holds no documents, questions, answers, names of files, addresses, keys or passphrases.',
    '',
  ].join('\n')
}
