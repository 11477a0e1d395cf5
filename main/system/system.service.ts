import { type HealthAction, type HealthState, type Mended, meanings, type RemedyName } from '#contract/health'
import type { LibraryState } from '#contract/library.contract'
import type { ModelChoice } from '#contract/models.contract'
import type { Check, ReadOnlyReason, Room, Status, Version } from '#contract/system.contract'
import { externalAddress } from '../app/external-address.ts'
import { bytesAt } from './room.ts'
import type { ShellEvents } from './shell-events.ts'

export interface SystemDeps {
  readonly version: Version
  readonly dataFolder: string
  readonly readOnly: ReadOnlyReason | null
  readonly libraryState: () => Promise<LibraryState>
  readonly activeModel: (signal?: AbortSignal) => Promise<ModelChoice | null>
  readonly embedder: () => Promise<Status['embedder']>
  readonly checks: readonly HealthCheck[]
  /** When a part was first found in this state. */
  readonly since: (name: string, state: HealthState) => number
  readonly mend: (remedy: RemedyName, signal?: AbortSignal) => Promise<Mended>
  readonly room: () => Promise<Room[]>
  readonly free: (names: readonly string[]) => Promise<number>
  readonly shell: ShellEvents
  /** Opens an address in the system's browser; only addresses that passed `externalAddress` reach it. */
  readonly openAddress: (url: string) => Promise<void>
}

/** Looks at one part; a throw is reported as a failed check. */
export interface HealthCheck {
  readonly name: string
  readonly look: (signal?: AbortSignal) => Promise<Finding>
}

export interface Finding {
  readonly detail: string
  /** What to do about it; absent when all is well. */
  readonly remedy?: string
  /** How bad it is when there is a remedy; absent: worth a look. */
  readonly state?: 'look' | 'broken'
  readonly actions?: readonly HealthAction[]
}

export type SystemService = ReturnType<typeof createSystemService>

/** Answers questions about the running program itself. */
export function createSystemService(deps: SystemDeps) {
  const { mend, room, free } = deps
  return {
    version: () => deps.version,
    mode: () => ({ readOnly: deps.readOnly }),
    status,
    doctor,
    mend,
    room,
    free,
    shell: deps.shell.listen,
    openExternal,
  }

  async function status(signal?: AbortSignal): Promise<Status> {
    const [library, model, embedder, bytes] = await Promise.all([
      deps.libraryState(),
      deps.activeModel(signal),
      deps.embedder(),
      bytesAt(deps.dataFolder),
    ])
    const { documents, passages, byState, queue } = library
    return { documents, passages, byState, queue, model, embedder, dataFolder: deps.dataFolder, bytes }
  }

  async function doctor(signal?: AbortSignal): Promise<{ ok: boolean; checks: Check[] }> {
    const checks = await Promise.all(deps.checks.map((check) => run(check, deps.since, signal)))
    return { ok: checks.every((check) => check.ok), checks }
  }

  async function openExternal(text: string): Promise<{ opened: boolean }> {
    const url = externalAddress(text)
    if (url) await deps.openAddress(url)
    return { opened: url !== null }
  }
}

async function run({ name, look }: HealthCheck, since: SystemDeps['since'], signal?: AbortSignal): Promise<Check> {
  const { detail, remedy = null, state: bad = 'look', actions = [] } = await found(look, signal)
  const state = remedy === null ? 'good' : bad
  const meaning = meanings[name] ?? ''
  return { name, ok: remedy === null, state, since: since(name, state), detail, meaning, remedy, actions: [...actions] }
}

async function found(look: HealthCheck['look'], signal: AbortSignal | undefined): Promise<Finding> {
  try {
    return await look(signal)
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    const remedy = 'Start Alcove again. If this stays, the newest file in logs/ says more.'
    return { detail, remedy, state: 'broken' }
  }
}
