import { implement } from '@orpc/server'
import { secretsContract } from '#contract/secrets.contract'
import { raise } from '../app/raise.ts'
import type { SecretsService } from './open-secrets.ts'

const os = implement(secretsContract)

/** Serves the secrets contract; `onOpened` is told when keys can be read that could not before. */
export function createSecretsRouter(secrets: SecretsService, { onOpened }: { readonly onOpened: () => void }) {
  return os.router({
    state: os.state.handler(() => secrets.state()),
    seal: os.seal.handler(async ({ input, errors }) => {
      const sealed = await secrets.seal(input.passphrase, input.present)
      if (!sealed.ok) throw raise(errors, sealed.failure)
      onOpened()
      return secrets.state()
    }),
    open: os.open.handler(async ({ input, errors }) => {
      const opened = await secrets.open(input.passphrase)
      if (!opened.ok) throw raise(errors, opened.failure)
      onOpened()
      return secrets.state()
    }),
    forget: os.forget.handler(async () => {
      await secrets.forget()
      return secrets.state()
    }),
  })
}
