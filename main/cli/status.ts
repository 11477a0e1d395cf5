import type { Context } from './context.ts'
import { bytesInWords, count } from './words.ts'

/** `alcove status`: what the library holds and what works on it. */
export async function status({ json, printJson, print, signal, withLibrary }: Context): Promise<number> {
  return withLibrary(async ({ client }) => {
    const found = await client.system.status(undefined, { signal })
    if (json) {
      printJson({
        ...found,
        model: found.model?.runtime === 'quotes' ? null : (found.model?.name ?? null),
        embedder: found.embedder.id,
      })
      return 0
    }
    const states = Object.entries(found.byState).filter(([, n]) => n > 0)
    print(`${count(found.documents, 'document')}, ${count(found.passages, 'passage')}`)
    for (const [state, n] of states) print(`  ${state.padEnd(10)} ${n}`)
    print(`Queue      ${count(found.queue, 'file')}`)
    print(
      `Answers    ${found.model && found.model.runtime !== 'quotes' ? found.model.name : 'quotes from your documents (no model found)'}`,
    )
    print(`Meaning    ${found.embedder.id} (${found.embedder.state})`)
    print(`Data       ${found.dataFolder} (${bytesInWords(found.bytes)})`)
    return 0
  })
}
