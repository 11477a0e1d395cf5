import { ORPCError } from '@orpc/client'
import { sentenceForYourData } from '#contract/your-data.sentences'
import { YourDataProblem } from '#contract/your-data-problem'
import type { YourDataStep } from '#contract/your-data-worker.contract'
import type { Client } from '../app/client.ts'
import type { Context } from './context.ts'

const steps: Readonly<Record<YourDataStep, string>> = {
  writing: 'Writing',
  checking: 'Checking',
  importing: 'Importing',
}

/** Says what could not be done; whatever is no failure of the contract is thrown on. */
export function failYourData(context: Context, error: unknown): number {
  if (!(error instanceof ORPCError) || error.code !== 'YOUR_DATA_FAILED') throw error
  const problem = YourDataProblem.parse(error.data?.problem)
  const code = `YOUR_DATA_${problem.reason.toUpperCase().replaceAll('-', '_')}`
  return context.fail({ code, message: problem.detail }, sentenceForYourData(problem))
}

/** Tells each step once on standard error, nothing with `--json`; Ctrl+C ends the work itself. What it returns ends that. */
export function followingYourData({ json, say, signal }: Context, client: Client): () => void {
  const ending = new AbortController()
  const stop = () => void client.yourData.stop().catch(() => {})
  signal.addEventListener('abort', stop, { once: true })
  if (!json) void follow().catch(() => {})
  return () => {
    signal.removeEventListener('abort', stop)
    ending.abort()
  }

  async function follow() {
    let last: YourDataStep | null = null
    for await (const { working } of await client.yourData.changes(undefined, { signal: ending.signal })) {
      if (working && working.step !== last) say(`${steps[working.step]} …`)
      last = working?.step ?? last
    }
  }
}
