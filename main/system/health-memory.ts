import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { HealthState } from '#contract/health'

const Memory = z.object({
  states: z.record(z.string(), z.object({ state: HealthState, since: z.number() })),
  /** How the last look at the whole library file went. */
  wholeCheck: z.object({ at: z.number(), sound: z.boolean() }).nullable(),
})
type Memory = z.infer<typeof Memory>

export type HealthMemory = ReturnType<typeof openHealthMemory>

/** Remembers since when each part is as it is, in a small file that may be deleted. */
export function openHealthMemory(path: string, clock: () => number = Date.now) {
  let present: Memory | null = null
  return { since, wholeCheck: () => read().wholeCheck, noteWholeCheck }

  /** When a part was first found in this state. */
  function since(name: string, state: HealthState): number {
    const known = read().states[name]
    if (known?.state === state) return known.since
    const at = clock()
    keep({ ...read(), states: { ...read().states, [name]: { state, since: at } } })
    return at
  }

  function noteWholeCheck(sound: boolean): void {
    keep({ ...read(), wholeCheck: { at: clock(), sound } })
  }

  function read(): Memory {
    present ??= parsed()
    return present
  }

  function parsed(): Memory {
    try {
      return Memory.parse(JSON.parse(readFileSync(path, 'utf8')))
    } catch {
      // None yet, or not one that can be read: it begins anew.
      return { states: {}, wholeCheck: null }
    }
  }

  function keep(memory: Memory): void {
    present = memory
    try {
      writeFileSync(`${path}.new`, JSON.stringify(memory), { mode: 0o600 })
      renameSync(`${path}.new`, path)
    } catch {
      // On a full disk it is remembered until the end of this process.
    }
  }
}
