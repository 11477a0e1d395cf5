import { setTimeout as sleep } from 'node:timers/promises'
import type { AlcoveService } from './alcove-service.ts'

/** Waits until the vector index is whole, which the first start on a new library makes in the background. */
export async function indexed({ client }: AlcoveService): Promise<void> {
  await client.search.find({ query: 'anything', limit: 1 })
  for (let patience = 0; patience < 300; patience += 1) {
    const { checks } = await client.system.doctor()
    const search = checks.find(({ name }) => name === 'search')
    if (!search?.detail.startsWith('building')) return
    await sleep(1_000)
  }
}
