import { lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import type { LibraryState } from '#contract/library.contract'
import type { ModelChoice } from '#contract/models.contract'
import type { Check, Status, Version } from '#contract/system.contract'
import { externalAddress } from '../app/external-address.ts'
import type { ShellEvents } from './shell-events.ts'

export interface SystemDeps {
  readonly version: Version
  readonly dataFolder: string
  readonly libraryState: () => Promise<LibraryState>
  readonly activeModel: (signal?: AbortSignal) => Promise<ModelChoice | null>
  readonly embedder: () => Promise<Status['embedder']>
  readonly checks: readonly HealthCheck[]
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
}

export type SystemService = ReturnType<typeof createSystemService>

/** Answers questions about the running program itself. */
export function createSystemService(deps: SystemDeps) {
  return { version: () => deps.version, status, doctor, shell: deps.shell.listen, openExternal }

  async function status(signal?: AbortSignal): Promise<Status> {
    const [library, model, embedder, bytes] = await Promise.all([
      deps.libraryState(),
      deps.activeModel(signal),
      deps.embedder(),
      bytesIn(deps.dataFolder),
    ])
    const { documents, passages, byState, queue } = library
    return { documents, passages, byState, queue, model, embedder, dataFolder: deps.dataFolder, bytes }
  }

  async function doctor(signal?: AbortSignal): Promise<{ ok: boolean; checks: Check[] }> {
    const checks = await Promise.all(deps.checks.map((check) => run(check, signal)))
    return { ok: checks.every((check) => check.ok), checks }
  }

  async function openExternal(text: string): Promise<{ opened: boolean }> {
    const url = externalAddress(text)
    if (url) await deps.openAddress(url)
    return { opened: url !== null }
  }
}

async function run({ name, look }: HealthCheck, signal?: AbortSignal): Promise<Check> {
  try {
    const { detail, remedy } = await look(signal)
    return { name, ok: remedy === undefined, detail, remedy: remedy ?? null }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { name, ok: false, detail, remedy: 'Start Alcove again. If this stays, the newest file in logs/ says more.' }
  }
}

/** Size on disk of all files in a folder. */
async function bytesIn(folder: string): Promise<number> {
  let bytes = 0
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name)
    // Files of the write-ahead log come and go while this looks.
    if (entry.isDirectory()) bytes += await bytesIn(path).catch(() => 0)
    else bytes += (await lstat(path).catch(() => null))?.size ?? 0
  }
  return bytes
}
