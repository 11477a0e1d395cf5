import { implement } from '@orpc/server'
import { operationContract } from '#contract/operation.contract'
import { raise } from '../app/raise.ts'
import type { CrashRecords } from './crash-records.ts'
import type { DiagnosticsService } from './diagnostics.ts'
import type { Flags } from './flags.ts'
import type { Inside } from './inside/inside.ts'
import type { PageErrors } from './page-errors.ts'

export interface OperationParts {
  readonly crashes: CrashRecords
  readonly flags: Flags
  readonly pageErrors: PageErrors
  readonly diagnostics: DiagnosticsService
  readonly inside: Inside
}

const os = implement(operationContract)

/** Serves the operation contract. */
export function createOperationRouter({ crashes, flags, pageErrors, diagnostics, inside }: OperationParts) {
  return os.router({
    crashes: {
      list: os.crashes.list.handler(() => crashes.list()),
      unseen: os.crashes.unseen.handler(() => crashes.unseen()),
      see: os.crashes.see.handler(() => {
        crashes.see()
        return { seen: true as const }
      }),
      forget: os.crashes.forget.handler(() => ({ forgotten: crashes.forget() })),
    },
    diagnostics: {
      collect: os.diagnostics.collect.handler(() => diagnostics.collect()),
      pack: os.diagnostics.pack.handler(async ({ input, errors }) => {
        const packed = await diagnostics.pack(input)
        if (!packed.ok) throw raise(errors, packed.failure)
        return packed.value
      }),
    },
    inside: {
      traces: os.inside.traces.handler(() => inside.traces()),
      samples: os.inside.samples.handler(() => inside.samples.list()),
      forget: os.inside.forget.handler(() => ({ forgotten: inside.forget() })),
    },
    pageError: os.pageError.handler(({ input }) => ({ kept: pageErrors.take(input) })),
    flags: os.flags.handler(() => flags.list()),
    setFlag: os.setFlag.handler(({ input }) => flags.set(input)),
  })
}
