/** Ctrl+C reaches a process twice: from the terminal, and from the script that started it. Both mean one wish. */
const oneWish = 1_000

/** A signal that ends when this process is asked to end; asked a second time, the process ends at once. */
export function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  let asked = 0
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      // The lock is freed by the system and every step is a transaction: ending at once loses nothing.
      if (stopping.signal.aborted && Date.now() - asked > oneWish) process.exit(1)
      if (stopping.signal.aborted) return
      asked = Date.now()
      stopping.abort(new Error('Alcove was asked to end'))
    })
  }
  return stopping.signal
}
