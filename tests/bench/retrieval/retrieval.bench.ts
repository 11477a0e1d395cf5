import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SearchStage } from '#contract/search.contract'
import { type AlcoveService, startAlcove } from '../alcove-service.ts'
import { type Bench, percentile, table } from '../bench-kit.ts'
import { compare, type Run, readRun } from './compare.ts'
import { mean, ndcgAt10, recallAt, reciprocalRank } from './measures.ts'
import { calibrate, type NothingFound, nothingTable } from './nothing-found.ts'
import { measureQuotes, type Quotes, quotesTable } from './quotes.ts'
import { type EvaluationSet, ownSet, type Question, readSet } from './sets.ts'

const modes = ['words', 'meaning', 'fused'] as const
type Mode = (typeof modes)[number]
const results = fileURLToPath(new URL('../../../.cache/bench/retrieval', import.meta.url))

/** How one question was answered. */
interface Answered {
  readonly ndcg: number
  readonly recall10: number
  /** Null where the first hundred were not asked for. */
  readonly recall100: number | null
  readonly reciprocal: number
  readonly milliseconds: number
}

interface Measured {
  readonly set: EvaluationSet
  readonly documents: number
  readonly byMode: ReadonlyMap<Mode, readonly Answered[]>
  /** nDCG@10 of each stage of a fused search, and its milliseconds. */
  readonly stages: readonly { readonly stage: SearchStage; readonly ndcg: number; readonly milliseconds: number }[]
  readonly nothing: readonly NothingFound[]
  readonly quotes: Quotes | null
}

/** How good answers to real questions are, through the whole program: files on disk, its ingest, its search. */
export const retrievalBench: Bench = {
  name: 'retrieval',
  title: 'Retrieval quality',
  async run({ sets: folders, against }) {
    const sets = await Promise.all([...folders, ownSet].map(readSet))
    const measured: Measured[] = []
    for (const set of sets) {
      process.stderr.write(`  ${set.name} …\n`)
      measured.push(await measure(set, sets))
    }
    const runs = measured.map(runOf)
    await mkdir(results, { recursive: true })
    for (const run of runs) await writeFile(join(results, `${run.set}.json`), JSON.stringify(run))
    const before = against === null ? [] : await Promise.all(runs.map(({ set }) => readRun(against, set)))
    return [
      qualityTable(measured),
      'What fusion is worth, and whether by chance (paired bootstrap, 10,000 resamples):',
      compare(runs, before),
      'The steps of a fused search, each alone (nDCG@10, and the median of its time in the search process):',
      stagesTable(measured),
      ...kindsOf(measured),
      '"Nothing found": how often no passage was called relevant. Questions of one set asked of the documents of another have no answer there.',
      nothingTable(measured.flatMap(({ nothing }) => nothing)),
      'Quotes: how often the first sentence quoted, and the first three, hold an accepted answer.',
      quotesTable(measured.flatMap(({ quotes }) => quotes ?? [])),
      `Values of every question are in \`.cache/bench/retrieval\`; \`--against FOLDER\` compares with those of another run.`,
    ].join('\n\n')
  },
}

async function measure(set: EvaluationSet, all: readonly EvaluationSet[]): Promise<Measured> {
  // Paths come back as the system knows them.
  const place = await realpath(await mkdtemp(join(tmpdir(), 'alcove-retrieval-')))
  await set.write(join(place, 'documents'))
  const alcove = await startAlcove(join(place, 'data'))
  try {
    const { batchId } = await alcove.client.library.add({ paths: [join(place, 'documents')], watch: false })
    for await (const _ of await alcove.client.library.follow({ batchId })) continue
    const { documents } = await alcove.client.system.status()
    const byMode = new Map<Mode, readonly Answered[]>()
    for (const mode of modes) byMode.set(mode, await askAll(alcove, set, mode))
    return {
      set,
      documents,
      byMode,
      stages: await measureStages(alcove, set),
      nothing: await calibrate(alcove, set, all),
      quotes: await measureQuotes(alcove, set),
    }
  } finally {
    await alcove.stop()
    await rm(place, { recursive: true, force: true })
  }
}

async function askAll(alcove: AlcoveService, { questions, idOf }: EvaluationSet, mode: Mode): Promise<Answered[]> {
  const answers: Answered[] = []
  for (const [index, { query, relevant }] of questions.filter(isAnswered).entries()) {
    const found = await alcove.client.search.find({ query, mode, limit: 10, by: 'document' })
    if (found.mode !== mode) throw new Error(`Searched by ${found.mode} where ${mode} was asked for`)
    const ids = found.passages.map(({ path }) => idOf(path))
    answers.push({
      ndcg: ndcgAt10(ids, relevant),
      recall10: recallAt(10, ids, relevant),
      reciprocal: reciprocalRank(ids, relevant),
      // A hundred documents take longer than ten: every fourth question is enough for what they tell.
      recall100: index % 4 === 0 ? recallAt(100, await deep(alcove, query, mode, idOf), relevant) : null,
      milliseconds: found.milliseconds,
    })
  }
  return answers
}

async function deep({ client }: AlcoveService, query: string, mode: Mode, idOf: EvaluationSet['idOf']) {
  const { passages } = await client.search.find({ query, mode, limit: 100, by: 'document' })
  return passages.map(({ path }) => idOf(path))
}

function isAnswered({ relevant }: Question): boolean {
  return Object.values(relevant).some((gain) => gain > 0)
}

/** Every fourth question is enough: stages are compared with each other, not with other systems. */
async function measureStages(alcove: AlcoveService, { questions, idOf }: EvaluationSet) {
  const seen = new Map<SearchStage, { readonly ndcg: number[]; readonly milliseconds: number[] }>()
  for (const { query, relevant } of questions.filter(isAnswered).filter((_, index) => index % 4 === 0)) {
    const { rows, stages } = await alcove.client.search.explain({ query, perStage: 60 })
    for (const { stage, milliseconds } of stages) {
      const ranked = rows
        .flatMap(({ passage, ranks }) => (ranks[stage] ? [{ rank: ranks[stage].rank, id: idOf(passage.path) }] : []))
        .toSorted((a, b) => a.rank - b.rank)
      const held = seen.get(stage) ?? { ndcg: [], milliseconds: [] }
      held.ndcg.push(ndcgAt10([...new Set(ranked.map(({ id }) => id))], relevant))
      held.milliseconds.push(milliseconds)
      seen.set(stage, held)
    }
  }
  return [...seen].map(([stage, { ndcg, milliseconds }]) => ({
    stage,
    ndcg: mean(ndcg),
    milliseconds: percentile(milliseconds, 0.5),
  }))
}

function runOf({ set, byMode }: Measured): Run {
  const ids = set.questions.filter(isAnswered).map(({ id }) => id)
  return {
    set: set.name,
    questions: ids,
    ndcg: Object.fromEntries([...byMode].map(([mode, answers]) => [mode, answers.map(({ ndcg }) => ndcg)])),
  }
}

function qualityTable(measured: readonly Measured[]): string {
  const rows = measured.flatMap(({ set, documents, byMode }) =>
    [...byMode].map(([mode, answers]) => [
      set.name,
      documents,
      answers.length,
      mode,
      ...(['ndcg', 'recall10', 'recall100', 'reciprocal'] as const).map((measure) =>
        mean(answers.flatMap((answer) => answer[measure] ?? [])).toFixed(4),
      ),
      ...[0.5, 0.95].map(
        (share) =>
          `${percentile(
            answers.map(({ milliseconds }) => milliseconds),
            share,
          ).toFixed(1)} ms`,
      ),
    ]),
  )
  return table(
    ['set', 'documents', 'questions', 'mode', 'nDCG@10', 'recall@10', 'recall@100', 'MRR@10', 'p50', 'p95'],
    rows,
  )
}

function stagesTable(measured: readonly Measured[]): string {
  const stages = [...new Set(measured.flatMap(({ stages: all }) => all.map(({ stage }) => stage)))]
  return table(
    ['set', ...stages],
    measured.map(({ set, stages: all }) => [
      set.name,
      ...stages.map((stage) => {
        const one = all.find((each) => each.stage === stage)
        return one ? `${one.ndcg.toFixed(3)}, ${one.milliseconds.toFixed(1)} ms` : '–'
      }),
    ]),
  )
}

/** Where a set says what makes its questions hard: how each kind fares. */
function kindsOf(measured: readonly Measured[]): string[] {
  const rows = measured.flatMap(({ set, byMode }) => {
    const questions = set.questions.filter(isAnswered)
    const kinds = [...new Set(questions.flatMap(({ kind }) => kind ?? []))]
    return kinds.map((kind) => [
      set.name,
      kind,
      questions.filter((one) => one.kind === kind).length,
      ...modes.map((mode) =>
        mean(
          (byMode.get(mode) ?? []).filter((_, index) => questions[index]?.kind === kind).map(({ ndcg }) => ndcg),
        ).toFixed(3),
      ),
    ])
  })
  if (rows.length === 0) return []
  return ['By what makes a question hard (nDCG@10):', table(['set', 'kind', 'questions', ...modes], rows)]
}
