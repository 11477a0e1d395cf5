export interface ByteBudget {
  /** Waits until so many bytes are free; more than there are ever is granted alone. Call the result to give them back. */
  take(bytes: number): Promise<() => void>
}

/** Bounds what many readers hold in memory at once; who asked first is served first. */
export function createByteBudget(total: number): ByteBudget {
  let free = total
  const queue: { readonly bytes: number; readonly start: () => void }[] = []

  return { take }

  async function take(wanted: number): Promise<() => void> {
    const bytes = Math.min(wanted, total)
    if (queue.length > 0 || bytes > free) {
      await new Promise<void>((start) => queue.push({ bytes, start }))
    } else free -= bytes
    return () => give(bytes)
  }

  function give(bytes: number): void {
    free += bytes
    for (let next = queue[0]; next && next.bytes <= free; next = queue[0]) {
      free -= next.bytes
      queue.shift()
      next.start()
    }
  }
}
