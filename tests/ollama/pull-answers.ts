import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** How a pull goes: in steps of a layer, broken off after some of them, or with an error as a line. */
export interface PullScript {
  readonly total?: number
  readonly steps?: number
  /** Milliseconds between two steps. */
  readonly delay?: number
  /** Breaks the connection after so many steps. */
  readonly breaksAfter?: number
  readonly error?: string
  /** Says nothing more after so many steps until this has come. */
  readonly hold?: { readonly after: number; readonly until: Promise<void> }
}

const digest = 'sha256:1e02595d3ae5acb2122f80f892624e3d3550430da26e9d4f65406d026324bd29'

/** Answers pulls as the recorded server does; what came before a break is not sent again. */
export function createPullAnswers(onDone: (name: string) => void) {
  const queue: PullScript[] = []
  const asked: string[] = []
  const kept = new Map<string, number>()
  return { asked, next: (...scripts: PullScript[]) => void queue.push(...scripts), answer }

  async function answer(response: ServerResponse, name: string): Promise<void> {
    asked.push(name)
    const { total = 1_000_000, steps = 5, delay = 0, breaksAfter, error, hold } = queue.shift() ?? {}
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const say = (line: object) => response.write(`${JSON.stringify(line)}\n`)
    say({ status: 'pulling manifest' })
    if (error !== undefined) {
      say({ error })
      return void response.end()
    }
    for (let step = kept.get(name) ?? 0; step <= steps; step += 1) {
      if (response.destroyed) return
      if (step === breaksAfter) return void response.destroy()
      if (hold?.after === step) await hold.until
      const completed = Math.round((total * step) / steps)
      say({ status: `pulling ${digest.slice(7, 19)}`, digest, total, ...(step === 0 ? {} : { completed }) })
      kept.set(name, step)
      if (delay > 0) await pause(delay)
    }
    for (const status of ['verifying sha256 digest', 'writing manifest', 'success']) say({ status })
    onDone(name)
    response.end()
  }
}
