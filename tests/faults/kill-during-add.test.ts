import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { snapshotOf } from './library-snapshot.ts'
import { createRandom, writePapers } from './papers.ts'
import { runAlcove } from './run-alcove.ts'

/** `long`: after every single kill a whole run and a comparison; else after every fifth. */
const isLong = process.env.ALCOVE_FAULTS === 'long'
const rounds = isLong ? 60 : 10
const killsPerRound = isLong ? 1 : 5
/** A run may be done before its kill comes; then there is another one. */
const mostRunsPerRound = 15
const atOnce = 2

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'alcove-kill-')))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a library whose making was killed at any moment, time and again, is the same as one made undisturbed', {
  timeout: isLong ? 1_800_000 : 600_000,
}, async () => {
  const papers = join(folder, 'papers')
  writePapers(papers, 24)
  const undisturbed = join(folder, 'undisturbed')
  const first = await runAlcove(addTo(undisturbed))
  const expected = snapshotOf(undisturbed)
  // How long a run takes, learned as the machine becomes busier or quieter: a run that was done before its kill
  // came says so, and after every kill a little more is tried.
  let typical = first.milliseconds / 2

  const outcomes: unknown[] = []
  let kills = 0
  const seeds = Array.from({ length: rounds }, (_, index) => index + 1)
  await Promise.all(Array.from({ length: atOnce }, () => workOff()))

  async function workOff(): Promise<void> {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const random = createRandom(seed)
      const data = join(folder, `killed-${seed}`)
      let killed = 0
      for (let run = 0; run < mostRunsPerRound && killed < killsPerRound; run += 1) {
        const { signal, milliseconds } = await runAlcove(addTo(data), { killAfter: 100 + random() * typical })
        if (signal === 'SIGKILL') killed += 1
        typical = signal === 'SIGKILL' ? typical * 1.04 : Math.min(typical, milliseconds * 0.8)
      }
      kills += killed
      const last = await runAlcove(addTo(data))
      const snapshot = snapshotOf(data)
      const same = JSON.stringify(snapshot) === JSON.stringify(expected)
      // On a difference the whole of both is worth seeing; else a word will do.
      outcomes.push({
        seed,
        code: last.code,
        errors: last.code === 0 ? '' : last.errors,
        library: same ? 'same' : snapshot,
      })
      rmSync(data, { recursive: true, force: true })
    }
  }

  function addTo(data: string): readonly string[] {
    return ['--data', data, 'add', papers, '--no-watch', '--wait', '--json']
  }

  const wanted = outcomes.map((_, index) => ({ code: 0, errors: '', library: 'same', seed: index + 1 }))
  expect({ code: first.code, jobs: expected.jobs.length, ready: expected.documents.length }).toEqual({
    code: 0,
    jobs: 2,
    ready: 27,
  })
  expect(outcomes.toSorted((a, b) => seedOf(a) - seedOf(b))).toEqual(wanted)
  expect(kills).toBeGreaterThanOrEqual(50)
})

function seedOf(outcome: unknown): number {
  return (outcome as { readonly seed: number }).seed
}
