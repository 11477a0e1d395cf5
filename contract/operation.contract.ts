import { oc } from '@orpc/contract'
import { z } from 'zod'
import { crashesContract } from './crashes.contract.ts'
import { diagnosticsContract } from './diagnostics.contract.ts'
import { FlagName } from './flags.ts'
import { insideContract } from './inside.contract.ts'
import { ReducedError } from './reduced-error.ts'

export const FlagState = z.object({
  name: FlagName,
  on: z.boolean(),
  /** True when `ALCOVE_FLAGS` says so, so that the page cannot change it. */
  forced: z.boolean(),
})
export type FlagState = z.infer<typeof FlagState>

/** What may be asked of how the program itself is doing: crash records, errors of the page, flags. */
export const operationContract = {
  /** Records of ends that nobody wanted. */
  crashes: crashesContract,
  /** A bundle of files about the program, which a person reads before it is saved. */
  diagnostics: diagnosticsContract,
  /** Times and counts of what goes on inside, while that is switched on. */
  inside: insideContract,
  /** Takes note of an error of the page: its name and places in the program, nothing else; ten a minute at most. */
  pageError: oc.input(ReducedError).output(z.object({ kept: z.boolean() })),
  /** The state of every flag. */
  flags: oc.output(z.array(FlagState)),
  /** Turns one flag; unknown ones are refused. */
  setFlag: oc.input(z.object({ name: FlagName, on: z.boolean() })).output(z.array(FlagState)),
}
