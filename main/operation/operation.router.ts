import { implement } from '@orpc/server'
import { operationContract } from '#contract/operation.contract'
import type { CrashRecords } from './crash-records.ts'
import type { Flags } from './flags.ts'
import type { PageErrors } from './page-errors.ts'

export interface OperationParts {
  readonly crashes: CrashRecords
  readonly flags: Flags
  readonly pageErrors: PageErrors
}

const os = implement(operationContract)

/** Serves the operation contract. */
export function createOperationRouter({ crashes, flags, pageErrors }: OperationParts) {
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
    pageError: os.pageError.handler(({ input }) => ({ kept: pageErrors.take(input) })),
    flags: os.flags.handler(() => flags.list()),
    setFlag: os.setFlag.handler(({ input }) => flags.set(input)),
  })
}
