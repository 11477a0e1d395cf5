import { setTimeout as pause } from 'node:timers/promises'
import type { ModelMemory } from '#contract/model-memory.contract'
import { isSameModel } from '#models/chat/ollama.server'

const pauses = [50, 100, 200, 400, 800]

/** What is in memory once a model is out of it, as a server lets go a moment after it was told; or still in it after a while. */
export async function untilGone(
  name: string,
  ask: () => Promise<ModelMemory>,
  signal: AbortSignal | undefined,
): Promise<ModelMemory> {
  for (const rest of pauses) {
    const memory = await ask()
    if (!memory.models.some((one) => isSameModel(one.name, name))) return memory
    await pause(rest, undefined, { signal })
  }
  return ask()
}
