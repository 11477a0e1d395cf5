import { ORPCError } from '@orpc/client'
import { reduceError } from '#contract/reduced-error'
import { client } from './client.ts'

const minute = 60_000
const mostAMinute = 5
let told: number[] = []

/** Has the program take note of where the page broke, not of what it showed; five a minute at most. */
export function tellOfError(error: unknown): void {
  const now = Date.now()
  told = told.filter((at) => now - at < minute)
  if (told.length >= mostAMinute || isNoFault(error)) return
  told.push(now)
  // A line that is down keeps nothing: the page is as it is.
  client.operation.pageError(reduceError(error)).catch(() => {})
}

/** Tells of errors that nothing on the page caught. */
export function tellOfUncaught(): void {
  window.addEventListener('error', ({ error }) => tellOfError(error))
  window.addEventListener('unhandledrejection', ({ reason }) => tellOfError(reason))
}

/** A failure that the contract names, or a call that was given up, is an answer. */
function isNoFault(error: unknown) {
  return error instanceof ORPCError || (error instanceof DOMException && error.name === 'AbortError') || error == null
}
