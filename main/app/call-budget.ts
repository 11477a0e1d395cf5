/** The largest call, in signs; what is more is refused unread. */
export const callLimit = 4 * 1024 * 1024
/** The largest call that brings a whole text or file with it. */
export const contentLimit = 160 * 1024 * 1024
/** These may be larger than `callLimit`: a person puts a text or a file into the library, or says something. */
const bringContent: readonly string[] = ['/library/addFile', '/library/addText', '/dictation/transcribe']
/** How many calls a second one line may go on making, and how many at once after a rest. */
const sustained = 2_000
const burst = 4_000
/** Calls of one line that wait for their answers, streams included. */
export const openLimit = 1_000
/** A line that is told so often that it is too much is not spoken with any more. */
export const patience = 10_000

/** Whether a procedure may be given as much as a file holds. */
export function takesContent(address: string): boolean {
  return bringContent.includes(address)
}

export interface CallBudget {
  /** True: one more call may be made now. */
  take(): boolean
}

/** Counts calls against what one line may make: it fills up again as time passes. */
export function createCallBudget(clock: () => number = () => performance.now()): CallBudget {
  let left = burst
  let at = clock()
  return {
    take() {
      const now = clock()
      left = Math.min(burst, left + ((now - at) * sustained) / 1_000)
      at = now
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
