export interface Rest {
  /** Says that something is being done; call what it returns, once or more, when it is over. */
  begin(): () => void
  /** The same stream, which tells when it is over. */
  untilOver(stream: AsyncIterableIterator<unknown>, end: () => void): AsyncIterableIterator<unknown>
  cancel(): void
}

/** Calls `onRest` when for so many milliseconds nothing was done after something was; never without a time. */
export function createRest(after: number | undefined, onRest: () => void): Rest {
  let doing = 0
  let timer: NodeJS.Timeout | undefined
  return { begin, untilOver, cancel }

  function begin(): () => void {
    cancel()
    doing += 1
    let over = false
    return () => {
      if (over) return
      over = true
      doing -= 1
      if (doing === 0 && after !== undefined) timer = setTimeout(onRest, after).unref()
    }
  }

  function cancel() {
    clearTimeout(timer)
  }
}

/** Not a generator: `return` must reach the worker at once, also while `next` is waiting. */
function untilOver(stream: AsyncIterableIterator<unknown>, end: () => void): AsyncIterableIterator<unknown> {
  return {
    next: async () => {
      try {
        const step = await stream.next()
        if (step.done) end()
        return step
      } catch (error) {
        end()
        throw error
      }
    },
    return: async (value) => {
      end()
      return (await stream.return?.(value)) ?? { done: true, value }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
