import { z } from 'zod'

export interface Flag {
  readonly title: string
  /** What it does, in both states. */
  readonly about: string
  readonly on: boolean
}

/** Every switch of the program that is no setting, with what holds until somebody turns it. */
export const flags = {
  inside: {
    title: 'Measure what happens inside',
    about:
      'Keeps times and counts of what Alcove does, on this machine, for the page Inside Alcove. Never what was said.',
    on: false,
  },
  diagrams: {
    title: 'Draw diagrams in answers',
    about:
      'Diagrams that a model writes are drawn in a locked frame. Off, they are shown as the text they are written in.',
    on: true,
  },
  'warm-start': {
    title: 'Get ready to search at the start',
    about:
      'Loads what the first question needs before it is asked. Off, the first search takes longer and Alcove less memory until then.',
    on: true,
  },
  suggestions: {
    title: 'Suggest questions',
    about: 'Suggests questions that fit the library on the page Ask. Off, the page stays empty.',
    on: true,
  },
  'page-errors': {
    title: 'Record errors of the page',
    about: 'Keeps where in the program the page broke, in the log and among the crash records. Off, nothing is kept.',
    on: true,
  },
} as const satisfies Readonly<Record<string, Flag>>

export type FlagName = keyof typeof flags
export const FlagName = z.enum(Object.keys(flags) as [FlagName, ...FlagName[]])
export type FlagStates = Readonly<Record<FlagName, boolean>>

/** What a person or a shell turned, by name. Names that an earlier or later version knew are carried along. */
export const TurnedFlags = z.record(z.string().max(40), z.boolean())
export type TurnedFlags = z.infer<typeof TurnedFlags>

/** The state of every flag: the environment's word, else the person's, else what the program comes with. */
export function flagStates(turned: TurnedFlags, forced: TurnedFlags = {}): FlagStates {
  const names = FlagName.options
  return Object.fromEntries(
    names.map((name) => [name, own(forced, name) ?? own(turned, name) ?? flags[name].on]),
  ) as unknown as FlagStates
}

function own(turned: TurnedFlags, name: string): boolean | undefined {
  return Object.hasOwn(turned, name) ? turned[name] : undefined
}
