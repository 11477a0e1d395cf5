import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '#database/database'
import { p95, report, seed, times } from './fault-run.ts'
import { snapshotOf } from './library-snapshot.ts'
import { createRandom, writePapers } from './papers.ts'
import { runAlcove } from './run-alcove.ts'

const libraries = times({ short: 2, full: 40 })
const killsPerLibrary = times({ short: 4, full: 5 })
/** A run may be done before its kill comes; then there is another one. */
const mostRuns = 15
const atOnce = 2

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'alcove-kill-')))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

test('a library whose making was killed at any moment, time and again, is the same as one made undisturbed', {
  timeout: 3_600_000,
}, async () => {
  const papers = join(folder, 'papers')
  writePapers(papers, 24)
  const undisturbed = join(folder, 'undisturbed')
  const first = await runAlcove(addTo(undisturbed))
  const expected = snapshotOf(undisturbed)
  // How long a run takes, learned as the machine becomes busier or quieter: a run that was done before its kill
  // came says so, and after every kill a little more is tried.
  let typical = first.milliseconds / 2

  const outcomes: {
    readonly library: number
    readonly code: number | null
    readonly errors: string
    readonly is: unknown
  }[] = []
  const faults: string[] = []
  const resumed: number[] = []
  let kills = 0
  let lost = 0
  let kept = 0
  const waiting = Array.from({ length: libraries }, (_, index) => index + 1)
  await Promise.all(Array.from({ length: atOnce }, () => workOff()))

  async function workOff(): Promise<void> {
    for (let library = waiting.shift(); library !== undefined; library = waiting.shift()) {
      const random = createRandom(seed * 1_000 + library)
      const data = join(folder, `killed-${library}`)
      let acknowledged: ReadonlySet<string> = new Set()
      let killed = 0
      for (let run = 0; run < mostRuns && killed < killsPerLibrary; run += 1) {
        const { signal, milliseconds } = await runAlcove(addTo(data), { killAfter: 100 + random() * typical })
        if (signal === 'SIGKILL') killed += 1
        typical = signal === 'SIGKILL' ? typical * 1.04 : Math.min(typical, milliseconds * 0.8)
        acknowledged = lookAt(data, acknowledged)
      }
      kills += killed
      const last = await runAlcove(addTo(data))
      resumed.push(last.milliseconds)
      lookAt(data, acknowledged)
      const snapshot = snapshotOf(data)
      const same = JSON.stringify(snapshot) === JSON.stringify(expected)
      // On a difference the whole of both is worth seeing; else a word will do.
      const errors = last.code === 0 ? '' : last.errors
      outcomes.push({ library, code: last.code, errors, is: same ? 'same' : snapshot })
      rmSync(data, { recursive: true, force: true, maxRetries: 5 })
    }
  }

  /** What was committed before a kill is still there after the next one, and nothing hangs in the air. */
  function lookAt(data: string, before: ReadonlySet<string>): ReadonlySet<string> {
    const now = committedIn(data)
    if (!now) return before
    const gone = [...before].filter((id) => !now.has(id))
    lost += gone.length
    kept = kept + now.size - before.size + gone.length
    const { orphans, integrity } = snapshotOf(data)
    if (integrity !== 'ok' || orphans.some((count) => count !== 0)) faults.push(`${data}: ${integrity} ${orphans}`)
    return now
  }

  function addTo(data: string): readonly string[] {
    return ['--data', data, 'add', papers, '--no-watch', '--wait', '--json']
  }

  report('R1 killed while adding', {
    kills,
    libraries,
    'documents acknowledged': kept,
    'lost acks': lost,
    'orphans or damage': faults.length,
    'differing libraries': outcomes.filter(({ is }) => is !== 'same').length,
    'undisturbed ms': Math.round(first.milliseconds),
    'start to whole p95 ms': p95(resumed),
  })
  expect({ code: first.code, jobs: expected.jobs.length, ready: expected.documents.length }).toEqual({
    code: 0,
    jobs: 2,
    ready: 27,
  })
  expect(outcomes.toSorted((a, b) => a.library - b.library)).toEqual(
    outcomes.map((_, index) => ({ library: index + 1, code: 0, errors: '', is: 'same' })),
  )
  expect({ lost, faults }).toEqual({ lost: 0, faults: [] })
  expect(kills).toBe(libraries * killsPerLibrary)
})

/** Jobs and documents that are committed; null while the database is not made. */
function committedIn(data: string): ReadonlySet<string> | null {
  const path = join(data, 'alcove.sqlite')
  if (!existsSync(path)) return null
  const { sqlite, close } = openDatabase(path)
  try {
    const tables = sqlite
      .prepare("SELECT count(*) FROM sqlite_master WHERE name IN ('documents', 'jobs', 'embeddings')")
      .pluck()
    if (tables.get() !== 3) return null
    return new Set(
      sqlite.prepare<[], string>("SELECT id FROM documents UNION SELECT 'source ' || id FROM sources").pluck().all(),
    )
  } finally {
    close()
  }
}
