import { FlagName, type FlagStates, flagStates, type TurnedFlags } from '#contract/flags'
import type { FlagState } from '#contract/operation.contract'
import type { Log } from '../app/log.ts'

export interface FlagsDeps {
  readonly settings: { get(): { readonly flags: TurnedFlags }; setFlags(flags: TurnedFlags): void }
  /** Where `ALCOVE_FLAGS` is looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly log: Log
}

export type Flags = ReturnType<typeof createFlags>

/** The flags as they are turned: `ALCOVE_FLAGS`, else what the person turned, else the defaults. */
export function createFlags({ settings, environment, log }: FlagsDeps) {
  const { forced, unknown } = flagsIn(environment['ALCOVE_FLAGS'])
  if (unknown > 0) log.warn('flag-unknown', { count: unknown })
  const listeners: ((states: FlagStates) => void)[] = []
  return { states, list, set, onChange: (listener: (states: FlagStates) => void) => void listeners.push(listener) }

  function states(): FlagStates {
    return flagStates(settings.get().flags, forced)
  }

  function list(): FlagState[] {
    const present = states()
    return FlagName.options.map((name) => ({ name, on: present[name], forced: Object.hasOwn(forced, name) }))
  }

  function set({ name, on }: { readonly name: FlagName; readonly on: boolean }): FlagState[] {
    settings.setFlags({ ...settings.get().flags, [name]: on })
    for (const listener of listeners) listener(states())
    return list()
  }
}

/** What `inside=on,diagrams=off` says; names that are not known are counted and mean nothing. */
export function flagsIn(text: string | undefined): { readonly forced: TurnedFlags; readonly unknown: number } {
  const forced: Record<string, boolean> = {}
  let unknown = 0
  for (const part of (text ?? '').split(',').filter((one) => one.trim() !== '')) {
    const [, name, state] = /^\s*([a-z-]+)\s*=\s*(on|off)\s*$/.exec(part) ?? []
    const known = FlagName.safeParse(name)
    if (known.success) forced[known.data] = state === 'on'
    else unknown += 1
  }
  return { forced, unknown }
}
