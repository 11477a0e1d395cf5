import type { Sample } from '#contract/inside.contract'
import { bytes, count } from '../ui/words.ts'
import { Chart } from './Chart.tsx'
import { durationInWords } from './waterfall.ts'

/** How the program was doing over the last hour, a chart for each measure. */
export function Charts({ samples }: { readonly samples: readonly Sample[] }) {
  const last = samples.at(-1)
  if (!last) return <p className="text-muted">The first sample is taken within ten seconds.</p>
  const line = (title: string, of: (sample: Sample) => number | null, words: (value: number) => string) => {
    const newest = of(last)
    return <Chart title={title} now={newest === null ? 'none' : words(newest)} values={samples.map(of)} words={words} />
  }
  return (
    <div className="charts">
      {line('Delay, 99 of 100 under', ({ delayP99 }) => delayP99, durationInWords)}
      {line('Delay, half under', ({ delayP50 }) => delayP50, durationInWords)}
      {line('Searches, 95 of 100 under', ({ searchP95 }) => searchP95, durationInWords)}
      {line('Searches, half under', ({ searchP50 }) => searchP50, durationInWords)}
      {line('Calls in ten seconds', ({ requests }) => requests, count)}
      {line('Answers in ten seconds', ({ answers }) => answers, count)}
      {line('Files that wait', ({ queue }) => queue, count)}
      {line('Memory of Alcove itself', ({ memory }) => memory.main ?? null, bytes)}
      {line('Memory of searching', ({ memory }) => memory.search ?? null, bytes)}
      {line('Memory of reading', ({ memory }) => memory.library ?? null, bytes)}
      {line('Library file', ({ databaseBytes }) => databaseBytes, bytes)}
      {line('Write-ahead log', ({ walBytes }) => walBytes, bytes)}
    </div>
  )
}
