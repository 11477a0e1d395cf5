/** A signal that ends when this process is asked to end; asked a second time, the process ends at once. */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      // The lock is freed by the system and every step is a transaction: ending at once loses nothing.
      if (stopping.signal.aborted) process.exit(1)
      stopping.abort(new Error('Alcove was asked to end'))
    })
  }
  return stopping.signal
}
