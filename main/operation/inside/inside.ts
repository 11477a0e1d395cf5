import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { type KeptSpan, Trace } from '#contract/inside.contract'
import { type Recording, startRecording } from '#models/tracing/recording'
import type { Log } from '../../app/log.ts'
import { createSamples, type SamplesDeps } from './samples.ts'
import { createTraceRing } from './trace-ring.ts'

export interface InsideDeps extends SamplesDeps {
  /** Where traces outlive the process. */
  readonly file: string
  readonly isOn: () => boolean
  /** Has the worker processes measure, too. */
  readonly tellWorkers: (on: boolean) => void
  readonly log: Log
}

export type Inside = ReturnType<typeof createInside>

const minute = 60_000

/** Times what goes on in every process while that is switched on, and keeps the latest of it on this machine. */
export function createInside(deps: InsideDeps) {
  const { file, isOn, tellWorkers, log } = deps
  const ring = createTraceRing()
  const samples = createSamples(deps)
  let recording: Promise<Recording> | null = null
  let keeping: NodeJS.Timeout | undefined
  return { apply, add, isOn, samples, traces: ring.traces, forget, summary, close }

  /** Begins or stops, as the flag says. */
  async function apply(): Promise<void> {
    if (isOn() === (recording !== null)) return
    if (isOn()) await begin()
    else await end()
  }

  async function begin() {
    recording = startRecording('main', add)
    ring.load(before(file))
    samples.start()
    keeping = setInterval(keep, minute).unref()
    tellWorkers(true)
    log.info('inside-turned-on')
    await recording
  }

  async function end() {
    const last = recording
    recording = null
    clearInterval(keeping)
    samples.stop()
    keep()
    tellWorkers(false)
    log.info('inside-turned-off')
    await (await last)?.stop()
  }

  function add(span: KeptSpan): void {
    ring.add(span)
    samples.sawSpan(span)
  }

  function forget(): number {
    samples.clear()
    rmSync(file, { force: true })
    return ring.clear()
  }

  /** For diagnostics: the latest sample and how long each kind of step took. */
  function summary() {
    const byName = new Map<string, number[]>()
    for (const { name, milliseconds } of ring.traces().flatMap(({ spans }) => spans)) {
      byName.set(name, [...(byName.get(name) ?? []), milliseconds])
    }
    const times = [...byName].map(([name, all]) => {
      const sorted = all.toSorted((one, other) => one - other)
      return { name, count: sorted.length, median: sorted[Math.floor(sorted.length / 2)], longest: sorted.at(-1) }
    })
    return { on: isOn(), now: samples.list().at(-1) ?? null, times }
  }

  async function close(): Promise<void> {
    if (recording) await end()
  }

  function keep(): void {
    try {
      writeFileSync(`${file}.new`, JSON.stringify(ring.traces()), { mode: 0o600 })
      renameSync(`${file}.new`, file)
    } catch (error) {
      // On a full disk they are remembered until the end of this process.
      log.debug('dropped', { error })
    }
  }
}

function before(file: string): readonly Trace[] {
  try {
    return z.array(Trace).parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // None yet, or of another version: it begins anew.
    return []
  }
}
