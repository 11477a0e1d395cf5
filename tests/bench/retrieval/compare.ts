import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { table } from '../bench-kit.ts'
import { type Difference, pairedBootstrap } from './bootstrap.ts'

/** What a run gave for each question of a set, by mode. */
const Run = z.object({
  set: z.string(),
  questions: z.array(z.string()),
  ndcg: z.record(z.string(), z.array(z.number())),
})
export type Run = z.infer<typeof Run>

/** A run that was written before; null where there is none of this set. */
export async function readRun(folder: string, set: string): Promise<Run | null> {
  const text = await readFile(join(folder, `${set}.json`), 'utf8').catch(() => null)
  return text === null ? null : Run.parse(JSON.parse(text))
}

/** Differences of nDCG@10 that matter: fused against its parts, and each mode against the run before. */
export function compare(runs: readonly Run[], before: readonly (Run | null)[]): string {
  const rows = runs.flatMap((run) => {
    const { words = [], meaning = [], fused = [] } = run.ndcg
    const old = before.find((one) => one?.set === run.set)
    return [
      rowOf(run.set, 'fused against words', pairedBootstrap(words, fused)),
      rowOf(run.set, 'fused against meaning', pairedBootstrap(meaning, fused)),
      ...(old
        ? Object.keys(run.ndcg).map((mode) => rowOf(run.set, `${mode}, now against before`, since(old, run, mode)))
        : []),
    ]
  })
  return table(['set', 'what', 'difference', '95 % from', 'to', 'p'], rows)
}

/** Of the questions that both runs have. */
function since(old: Run, run: Run, mode: string): Difference {
  const pairs = run.questions.flatMap((id, index) => {
    const at = old.questions.indexOf(id)
    return at === -1 ? [] : [[old.ndcg[mode]?.[at] ?? 0, run.ndcg[mode]?.[index] ?? 0] as const]
  })
  return pairedBootstrap(
    pairs.map(([first]) => first),
    pairs.map(([, second]) => second),
  )
}

function rowOf(set: string, what: string, { difference, low, high, p }: Difference) {
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`
  return [set, what, signed(difference), signed(low), signed(high), p < 0.001 ? '<0.001' : p.toFixed(3)]
}
