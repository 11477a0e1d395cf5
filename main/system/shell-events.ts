import type { ShellEvent } from '#contract/system.contract'

export interface ShellEvents {
  /** Tells every page that listens; one that opens later is told what nobody heard. */
  announce(event: ShellEvent): void
  /** Events from now on, until the signal ends. */
  listen(signal?: AbortSignal): AsyncGenerator<ShellEvent>
}

/** Carries what tray, menus and deep links want from the page to the page. */
export function createShellEvents(): ShellEvents {
  const listeners = new Set<(event: ShellEvent) => void>()
  let unheard: ShellEvent | null = null
  return { announce, listen }

  function announce(event: ShellEvent) {
    if (listeners.size === 0) unheard = event
    for (const listener of listeners) listener(event)
  }

  async function* listen(signal?: AbortSignal) {
    const waiting: ShellEvent[] = unheard ? [unheard] : []
    unheard = null
    let wake = () => {}
    const listener = (event: ShellEvent) => {
      waiting.push(event)
      wake()
    }
    const abort = () => wake()
    listeners.add(listener)
    signal?.addEventListener('abort', abort)
    try {
      while (!signal?.aborted) {
        const event = waiting.shift()
        if (event) yield event
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      listeners.delete(listener)
      signal?.removeEventListener('abort', abort)
    }
  }
}
