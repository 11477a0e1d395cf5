import type { Embedder } from '#models/embedding/embedder'
import { createEmbedder } from '#models/embedding/onnx.embedder'
import { shippedTuning, type Tuning } from '../../../workers/search/tuning.ts'
import { type Bench, table } from '../bench-kit.ts'
import { pairedBootstrap } from './bootstrap.ts'
import { type CutLibrary, cutLibrary } from './cut-library.ts'
import { cuttings, shippedCutting } from './cuttings.ts'
import { mean } from './measures.ts'
import { askPlainWords } from './plain-words.ts'
import { type EvaluationSet, ownSet, type Question, readSet } from './sets.ts'

const tunings: readonly (readonly [string, Partial<Tuning>])[] = [
  ['as shipped', {}],
  ['reciprocal ranks instead of scores', { fusion: 'ranks' }],
  ['the embedder always counts fully', { languages: false }],
  ['without the small words of a question', { smallWords: false }],
  ['without roots of words', { roots: false }],
  ['without the words of the first results', { moreWords: 0 }],
  ['without their vectors', { movedBy: 0 }],
  ['without a second look', { moreWords: 0, movedBy: 0 }],
  ['titles and headings count nothing', { context: 0 }],
  ['titles and headings count as text', { context: 1 }],
]
/** So many questions of each set tell a part from none; all of them would take an hour. */
const mostQuestions = 400

/** What each part of cutting and ranking is worth: one is changed, all others stay. */
export const ablationsBench: Bench = {
  name: 'ablations',
  title: 'Ablations',
  onDemand: true,
  async run({ sets: folders }) {
    const sets = await Promise.all([...folders, ownSet].map(readSet))
    const opened = await createEmbedder()
    if (!opened.ok) throw new Error(opened.failure.message)
    const byCutting = new Map<string, string[]>()
    const byTuning = new Map<string, string[]>()
    const plain: string[] = []
    for (const set of sets) {
      process.stderr.write(`  ${set.name} …\n`)
      const questions = fewer(set.questions.filter(({ relevant }) => Object.values(relevant).some((gain) => gain > 0)))
      plain.push(mean(await askPlainWords(set, questions)).toFixed(4))
      await measureCuttings({ set, questions, embedder: opened.value }, byCutting)
      await measureTunings({ set, questions, embedder: opened.value }, byTuning)
    }
    await opened.value.close()
    const names = sets.map(({ name }) => name)
    const rowsOf = (cells: ReadonlyMap<string, string[]>) => [...cells].map(([name, row]) => [name, ...row])
    return [
      `nDCG@10 of the best documents, at most ${mostQuestions} questions of each set. In brackets: the difference to what ships where it is not by chance (paired bootstrap, p < 0.05).`,
      'Cutting (number of passages: words / meaning / fused):',
      table(['passages', ...names], rowsOf(byCutting)),
      'Ranking, fused:',
      table(['ranking', ...names], [...rowsOf(byTuning), ['FTS5 alone, whole documents', ...plain]]),
    ].join('\n\n')
  },
}

interface Measuring {
  readonly set: EvaluationSet
  readonly questions: readonly Question[]
  readonly embedder: Embedder
}

async function measureCuttings({ set, questions, embedder }: Measuring, rows: Map<string, string[]>): Promise<void> {
  let shipped: readonly number[] | null = null
  for (const cutting of cuttings) {
    const library = await cutLibrary(set, cutting, embedder)
    const cells: string[] = []
    for (const mode of ['words', 'meaning'] as const)
      cells.push(mean(await library.ask(questions, mode, shippedTuning)).toFixed(3))
    const fused = await library.ask(questions, 'fused', shippedTuning)
    shipped ??= fused
    await library.remove()
    const cell = `${library.passages}: ${cells.join(' / ')} / ${told(fused, shipped, 3)}`
    rows.set(cutting.name, [...(rows.get(cutting.name) ?? []), cell])
    process.stderr.write(`    ${cutting.name}: ${cell}\n`)
  }
}

async function measureTunings({ set, questions, embedder }: Measuring, rows: Map<string, string[]>): Promise<void> {
  const library: CutLibrary = await cutLibrary(set, shippedCutting, embedder)
  let shipped: readonly number[] | null = null
  for (const [name, part] of tunings) {
    const fused = await library.ask(questions, 'fused', { ...shippedTuning, ...part })
    shipped ??= fused
    const cell = told(fused, shipped, 4)
    rows.set(name, [...(rows.get(name) ?? []), cell])
    process.stderr.write(`    ${name}: ${cell}\n`)
  }
  await library.remove()
}

function told(values: readonly number[], shipped: readonly number[], digits: number): string {
  const { difference, p } = pairedBootstrap(shipped, values)
  const sure = difference !== 0 && p < 0.05
  return `${mean(values).toFixed(digits)}${sure ? ` (${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(digits)})` : ''}`
}

function fewer<Value>(values: readonly Value[]): readonly Value[] {
  const step = Math.max(1, Math.ceil(values.length / mostQuestions))
  return values.filter((_, index) => index % step === 0)
}
