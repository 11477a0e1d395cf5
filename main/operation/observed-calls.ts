import { ORPCError, os } from '@orpc/server'
import type { Log } from '../app/log.ts'

const slowAfter = 5_000

/** Tells the log of each call: which procedure, how long, and the code of what was refused. Never with what. */
export function observedCalls(log: Log, onCall: () => void, { clock = performance.now.bind(performance) } = {}) {
  return os.middleware(async ({ next, path }) => {
    const began = clock()
    onCall()
    const procedure = path.join('.')
    try {
      const answer = await next()
      const milliseconds = Math.round(clock() - began)
      if (milliseconds >= slowAfter) log.info('slow', { procedure, milliseconds })
      else log.debug('called', { procedure, milliseconds })
      return answer
    } catch (error) {
      const milliseconds = Math.round(clock() - began)
      // Anything else is reported by whoever answers the call, with its places.
      if (error instanceof ORPCError) log.info('refused', { procedure, milliseconds, code: error.code })
      throw error
    }
  })
}
