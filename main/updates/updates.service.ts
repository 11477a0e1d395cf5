import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Failure, fail, ok, type Result } from '#contract/result'
import type { UpdateProblem, UpdateState } from '#contract/updates.contract'
import { HeldBack, outwardFetch } from '#models/network/outward'
import type { ReleaseFile, Updater } from '../app/updater.ts'
import { chooseRelease } from './choose-release.ts'
import { noticeLimit, openNotice, type ReleaseNotice } from './release-notice.ts'
import { clearUpdates, FileDiffers, isUpdate, keepUpdate } from './update-file.ts'

export interface UpdatesDeps {
  /** Null where Alcove is not an installed desktop app. */
  readonly updater: Updater | null
  readonly version: string
  /** Keeps what was seen and what was fetched. */
  readonly folder: string
  readonly clock?: () => number
}

export interface UpdateFailed extends Failure<'UPDATE_FAILED'> {
  readonly problem: UpdateProblem
}

export type UpdatesService = ReturnType<typeof createUpdatesService>

const Seen = z.object({
  lookedAt: z.number().nullable(),
  newest: z.object({ version: z.string(), releasedAt: z.number() }).nullable(),
})
type Seen = z.infer<typeof Seen>

/** Looks for a newer Alcove, proves it and hands it on, each only when it is asked to. */
export function createUpdatesService({ updater, version, folder, clock = Date.now }: UpdatesDeps) {
  let found: { readonly notice: ReleaseNotice; readonly file: ReleaseFile } | null = null
  let fetched: string | null = null
  return { state, look, fetch: fetchNewer, install, lookedAt: () => seen().lookedAt }

  function state(): UpdateState {
    const newer = found && { ...summaryOf(found.notice), bytes: found.file.bytes }
    const host = updater?.address ? new URL(updater.address).host : null
    const problem = whyNot()
    return { version, host, lookedAt: seen().lookedAt, newer, fetched: fetched !== null, problem }
  }

  function whyNot(): UpdateProblem | null {
    if (!updater) return { reason: 'not-here', detail: '' }
    return updater.address && updater.keys.length > 0 ? null : { reason: 'no-address', detail: '' }
  }

  async function look(signal?: AbortSignal): Promise<Result<UpdateState, UpdateFailed>> {
    const missing = whyNot()
    if (!updater?.address || missing) return failed(missing ?? { reason: 'no-address', detail: '' })
    const text = await read(`${updater.channel}.json`, signal)
    if (!text.ok) return text
    const notice = openNotice(text.value, updater.keys)
    if (typeof notice === 'string') return failed({ reason: 'not-signed', detail: notice })
    const choice = chooseRelease(notice, { ...updater, version }, seen().newest)
    if (choice.is === 'refused') return failed(choice.problem)
    write({ lookedAt: clock(), newest: { version: notice.version, releasedAt: notice.releasedAt } })
    if (found?.notice.version !== notice.version) fetched = null
    found = choice.is === 'newer' ? { notice, file: choice.file } : null
    return ok(state())
  }

  async function fetchNewer(
    onProgress: (done: number) => void,
    signal?: AbortSignal,
  ): Promise<Result<UpdateState, UpdateFailed>> {
    if (!found || !updater?.address) return failed({ reason: 'not-fetched', detail: '' })
    const { file } = found
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      await clearUpdates(folder)
      const response = await ask(file.name, signal)
      if (!response.ok || !response.body) return failed({ reason: 'unreachable', detail: `${response.status}` })
      fetched = await keepUpdate({ folder, file, body: response.body, onProgress })
      return ok(state())
    } catch (error) {
      signal?.throwIfAborted()
      return failed(problemOf(error))
    }
  }

  async function install(): Promise<Result<{ readonly begun: boolean }, UpdateFailed>> {
    if (!found || !fetched || !updater) return failed({ reason: 'not-fetched', detail: '' })
    const { file, notice } = found
    const path = fetched
    // It lay on the disk for a while, where another program may have changed it.
    if (!(await isUpdate(path, file).catch(() => false))) {
      fetched = null
      return failed({ reason: 'file-differs', detail: file.name })
    }
    try {
      await updater.install({ path, file, version: notice.version })
      return ok({ begun: true })
    } catch (error) {
      return failed({ reason: 'not-installed', detail: error instanceof Error ? error.message : String(error) })
    }
  }

  async function read(name: string, signal?: AbortSignal): Promise<Result<string, UpdateFailed>> {
    try {
      const limit = AbortSignal.timeout(30_000)
      const response = await ask(name, signal ? AbortSignal.any([signal, limit]) : limit)
      if (!response.ok) return failed({ reason: 'unreachable', detail: `${response.status}` })
      let bytes = Buffer.alloc(0)
      for await (const chunk of response.body ?? []) {
        bytes = Buffer.concat([bytes, chunk])
        if (bytes.length > noticeLimit) return failed({ reason: 'not-signed', detail: 'it is too long' })
      }
      return ok(bytes.toString('utf8'))
    } catch (error) {
      signal?.throwIfAborted()
      return failed(problemOf(error))
    }
  }

  /** Beside the notice, and nowhere else: names come from it, addresses do not. */
  function ask(name: string, signal?: AbortSignal): Promise<Response> {
    const base = updater?.address ?? ''
    return outwardFetch('updates')(new URL(name, base.endsWith('/') ? base : `${base}/`), { signal: signal ?? null })
  }

  function seen(): Seen {
    try {
      return Seen.parse(JSON.parse(readFileSync(join(folder, 'seen.json'), 'utf8')))
    } catch {
      // Nobody has looked yet, or the file is damaged: as if nobody had.
      return { lookedAt: null, newest: null }
    }
  }

  function write(now: Seen): void {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(join(folder, 'seen.json.new'), JSON.stringify(now), { mode: 0o600 })
    renameSync(join(folder, 'seen.json.new'), join(folder, 'seen.json'))
  }
}

function summaryOf({ version, releasedAt, notes }: ReleaseNotice) {
  return { version, releasedAt, notes }
}

function problemOf(error: unknown): UpdateProblem {
  if (error instanceof HeldBack) return { reason: 'held-back', detail: '' }
  if (error instanceof FileDiffers) return { reason: 'file-differs', detail: error.message }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT') return { reason: 'disk-full', detail: '' }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return { reason: 'unreachable', detail: cause instanceof Error ? cause.message : String(cause) }
}

function failed(problem: UpdateProblem): { readonly ok: false; readonly failure: UpdateFailed } {
  return fail({ code: 'UPDATE_FAILED', message: `No update: ${problem.reason} ${problem.detail}`, problem })
}
