import { statfs } from 'node:fs/promises'
import { availableParallelism, freemem, totalmem } from 'node:os'
import type { ModelsState } from '#contract/models.contract'

export type Machine = ModelsState['machine']

/** Memory the context of a model may take: an eighth of all there is. */
export function contextMemoryOf({ memory }: Pick<Machine, 'memory'>): number {
  return memory / 8
}

/** What this machine, or the container it is, has for models. */
export async function machineFacts(folder: string): Promise<Machine> {
  const limit = process.constrainedMemory()
  const memory = Math.min(totalmem(), limit > 0 ? limit : Number.POSITIVE_INFINITY)
  const disk = await statfs(folder).catch(() => null)
  return {
    memory,
    freeMemory: Math.min(memory, process.availableMemory() || freemem()),
    freeDisk: disk && disk.bavail * disk.bsize,
    cores: availableParallelism(),
  }
}
