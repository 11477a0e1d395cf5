import type { AlcoveService } from './alcove-service.ts'

export interface Outcome {
  readonly seconds: { readonly words: number; readonly meaning: number }
  /** In the library, when everything was findable by words. */
  readonly passages: number
  /** Most memory of all processes together, megabytes. */
  readonly peak: number
}

/** Adds a folder to a running Alcove and follows it as far as wanted. */
export async function addFolder(
  { client, memory }: AlcoveService,
  folder: string,
  until: 'words' | 'meaning',
): Promise<Outcome> {
  let peak = 0
  // To look costs the kernel's time, which is taken from the work that is measured: seldom, then.
  const watch = setInterval(
    () => {
      peak = Math.max(peak, memory().proportional)
    },
    until === 'words' ? 500 : 3_000,
  )
  const stop = new AbortController()
  try {
    const { batchId } = await client.library.add({ paths: [folder], watch: false })
    for await (const event of await client.library.follow({ batchId }, { signal: stop.signal })) {
      if (event.failed.length > 0) throw new Error(JSON.stringify(event.failed[0]))
      const { words, meaning } = event.seconds
      const isThere = until === 'words' ? words !== null : event.finished
      if (!isThere) continue
      const { passages } = await client.library.state()
      return { seconds: { words: words ?? Number.NaN, meaning: meaning ?? Number.NaN }, passages, peak }
    }
    throw new Error('The batch ended before it was done')
  } finally {
    clearInterval(watch)
    stop.abort()
  }
}
