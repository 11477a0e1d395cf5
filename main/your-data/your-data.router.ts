import { implement } from '@orpc/server'
import { yourDataContract } from '#contract/your-data.contract'
import { raise } from '../app/raise.ts'
import type { YourDataService } from './your-data.service.ts'

const os = implement(yourDataContract)

/** Serves the contract about all of a person's data. What was begun goes on when the page that asked is closed. */
export function createYourDataRouter(yourData: YourDataService) {
  return os.router({
    state: os.state.handler(async () => yourData.state()),
    changes: os.changes.handler(async ({ signal }) => yourData.changes(signal)),
    originals: os.originals.handler(() => yourData.originals()),
    export: os.export.handler(async ({ input, errors }) => {
      const exported = await yourData.export(input)
      if (!exported.ok) throw raise(errors, exported.failure)
      return exported.value
    }),
    import: os.import.handler(async ({ input, errors }) => {
      const imported = await yourData.import(input)
      if (!imported.ok) throw raise(errors, imported.failure)
      return imported.value
    }),
    stop: os.stop.handler(async () => yourData.stop()),
    erasePreview: os.erasePreview.handler(() => yourData.preview()),
    erase: os.erase.handler(async ({ input, errors }) => {
      const erased = await yourData.erase(input)
      if (!erased.ok) throw raise(errors, erased.failure)
      return erased.value
    }),
  })
}
