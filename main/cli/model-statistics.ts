import type { ModelFigures } from '#contract/model-requests.contract'
import { type Context, WrongUse } from './context.ts'
import { count } from './words.ts'

/** `alcove models --statistics`: what was asked of each model in the last so many days, and how fast it was. */
export async function statistics(context: Context, days: number): Promise<number> {
  const { json, signal, printJson, print, withLibrary } = context
  if (days === 0) throw new WrongUse('--days takes a number from 1 to 90')
  return withLibrary(async ({ client }) => {
    const { models } = await client.models.requests.figures({ days }, { signal })
    if (json) printJson({ days, models })
    else if (models.length === 0) print(`No model was asked anything in the last ${count(days, 'day')}.`)
    else for (const figures of models) printFigures(figures, print)
    return 0
  })
}

function printFigures(figures: ModelFigures, print: Context['print']): void {
  const { model, server, local, requests, failed, firstWordMs, tokensPerSecond, promptTokens, answerTokens } = figures
  print(`${model}, ${server}: ${local ? 'stays on this machine' : 'leaves this machine'}`)
  print(`  ${count(requests, 'request')}, ${failed} failed`)
  if (firstWordMs) print(`  first word after ${firstWordMs.median} ms, 95% within ${firstWordMs.p95} ms`)
  if (tokensPerSecond !== null) print(`  ${tokensPerSecond.toFixed(1)} tokens a second`)
  if (promptTokens !== null) print(`  ${count(promptTokens, 'token')} read`)
  if (answerTokens !== null) print(`  ${count(answerTokens, 'token')} written`)
}
