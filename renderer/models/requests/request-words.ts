import type { ModelFigures, ModelRequest, StoredFigures } from '#contract/model-requests.contract'
import { count, plural } from '../../ui/words.ts'

/** What stands where a server did not say. */
export const unknown = 'not known'

/** `0.4 s`, `12 s`, `3 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 9_950) return `${(milliseconds / 1_000).toFixed(1)} s`
  if (milliseconds < 119_500) return `${Math.round(milliseconds / 1_000)} s`
  return `${Math.round(milliseconds / 60_000)} min`
}

/** `0.4 s, 95% within 2.1 s`. */
export function firstWordWords({ firstWordMs }: Pick<ModelFigures, 'firstWordMs'>): string {
  if (!firstWordMs) return unknown
  return `${duration(firstWordMs.median)}, 95% within ${duration(firstWordMs.p95)}`
}

/** Tokens, or that nobody said. */
export function tokens(n: number | null): string {
  return n === null ? unknown : count(n)
}

/** `12.3`: tokens in a second. */
export function speed({ tokensPerSecond }: Pick<ModelFigures, 'tokensPerSecond'>): string {
  if (tokensPerSecond === null) return unknown
  return tokensPerSecond < 10 ? tokensPerSecond.toFixed(1) : count(Math.round(tokensPerSecond))
}

/** How often what was written before spared a request. */
export function storedWords({ responses, used }: StoredFigures): string {
  const rate = Math.round((used / (used + responses)) * 100)
  return `${plural(responses, 'title or summary is', 'titles and summaries are')} kept; ${rate}% of ${plural(used + responses, 'such request')} needed no model.`
}

const works = { answer: 'an answer', summary: 'a summary', title: 'a title' } as const

/** What was to be written, and for whom. */
export function workWords({ work, use }: Pick<ModelRequest, 'work' | 'use'>): string {
  if (work !== 'answer') return works[work]
  if (use === 'quick') return 'an answer in the small window'
  return use === 'background' ? 'an answer nobody waited for' : works.answer
}

/** How a request went, in a few words. */
export function howItWent(request: ModelRequest): string {
  const { outcome, reason, waitedMs, firstWordMs, totalMs, promptTokens, answerTokens } = request
  const ended = { done: 'done', stopped: 'stopped', failed: `failed (${reason ?? 'unknown'})` }[outcome]
  return [
    `${ended} after ${duration(totalMs)}`,
    waitedMs >= 100 ? `${duration(waitedMs)} in the queue` : '',
    firstWordMs === null ? '' : `first word ${duration(firstWordMs)}`,
    promptTokens === null ? '' : `${count(promptTokens)} tokens read`,
    answerTokens === null ? '' : `${count(answerTokens)} written`,
  ]
    .filter(Boolean)
    .join(', ')
}
