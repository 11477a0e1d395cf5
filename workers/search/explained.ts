import type { Explained, Found, SearchStage } from '#contract/search.contract'
import type { Ranked } from './passage.store.ts'
import type { Query, Term } from './query.ts'
import type { Trace } from './ranking.ts'
import type { WeightedTerm } from './relevance.ts'

interface SeenStage {
  readonly stage: SearchStage
  readonly milliseconds: number
  readonly ranked: readonly Ranked[]
  readonly words: string | null
}

/** Notes what each stage of a search finds, and how long it takes. */
export function createTracing() {
  const stages: SeenStage[] = []
  let last = performance.now()
  const trace: Trace = {
    begin: () => {
      last = performance.now()
    },
    stage: (stage, ranked, words = null) => {
      const now = performance.now()
      stages.push({ stage, ranked, words, milliseconds: now - last })
      last = now
    },
  }
  return { trace, seen: () => ({ stages }) }
}

export interface ExplainedInput {
  readonly found: Found
  readonly stages: readonly SeenStage[]
  readonly query: Query
  readonly terms: readonly WeightedTerm[]
  readonly embedder: Explained['embedder']
  readonly rowOf: (key: number) => Pick<Explained['rows'][number], 'passage' | 'covered' | 'cosine'> | null
  /** How many of the best of each stage are told. */
  readonly perStage: number
  /** In how many passages a stem occurs. */
  readonly frequency: (stem: string) => number
}

const bestOfResult = 20

/** What a search found, told so that a person sees why: how words were understood, what each stage did, and where it ranked what. */
export function explained({
  found,
  stages,
  query,
  terms,
  embedder,
  rowOf,
  perStage,
  frequency,
}: ExplainedInput): Explained {
  const result = stages.find(({ stage }) => stage === 'result')?.ranked ?? []
  const keys = new Set([
    ...result.slice(0, Math.max(bestOfResult, perStage)).map(({ key }) => key),
    ...stages.flatMap(({ ranked }) => ranked.slice(0, perStage).map(({ key }) => key)),
  ])
  const places = stages.map(({ stage, ranked }) => ({
    stage,
    places: new Map(ranked.map(({ key, score }, index) => [key, { rank: index + 1, score }])),
  }))
  const kindOf = (term: Term) => (query.phrases.includes(term) ? ('phrase' as const) : ('word' as const))
  const passagesWith = ({ stems }: Term) => Math.min(...stems.map(frequency))
  return {
    found,
    terms: [
      ...terms.map(({ term, weight }) => ({
        words: term.words.join(' '),
        kind: kindOf(term),
        passages: passagesWith(term),
        weight,
      })),
      ...query.excluded.map((term) => ({
        words: term.words.join(' '),
        kind: 'excluded' as const,
        passages: passagesWith(term),
        weight: 0,
      })),
    ],
    embedder,
    stages: stages.map(({ stage, milliseconds, ranked, words }) => ({
      stage,
      milliseconds,
      ranked: ranked.length,
      words,
    })),
    rows: [...keys].flatMap((key) => {
      const row = rowOf(key)
      const ranks = Object.fromEntries(
        places.flatMap((one) => {
          const place = one.places.get(key)
          return place ? [[one.stage, place]] : []
        }),
      )
      return row ? [{ ...row, ranks }] : []
    }),
  }
}
