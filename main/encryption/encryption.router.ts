import { implement } from '@orpc/server'
import { encryptionContract } from '#contract/encryption.contract'
import { raise } from '../app/raise.ts'
import type { EncryptionService } from './encryption.service.ts'

const os = implement(encryptionContract)

export interface EncryptionRouterDeps {
  readonly encryption: EncryptionService
  /** Told after the library was opened by a secret. */
  readonly onUnlocked?: () => void
  /** Told that a person is there. */
  readonly onTouch?: () => void
  /** What is being converted while nothing else is answered. */
  readonly work?: () => Awaited<ReturnType<EncryptionService['state']>>['work']
}

/** Serves the encryption contract, of an open library and of a closed one. */
export function createEncryptionRouter({ encryption, onUnlocked, onTouch, work = () => null }: EncryptionRouterDeps) {
  return os.router({
    state: os.state.handler(async () => {
      const state = await encryption.state()
      const doing = work()
      return doing ? { ...state, state: 'working' as const, work: doing } : state
    }),
    prepare: os.prepare.handler(async ({ input, errors }) => {
      const prepared = await encryption.prepare(input)
      if (!prepared.ok) throw raise(errors, prepared.failure)
      return prepared.value
    }),
    turnOn: os.turnOn.handler(async ({ input, errors }) => {
      const begun = await encryption.turnOn(input)
      if (!begun.ok) throw raise(errors, begun.failure)
      return begun.value
    }),
    turnOff: os.turnOff.handler(async ({ input, errors }) => {
      const begun = await encryption.turnOff(input)
      if (!begun.ok) throw raise(errors, begun.failure)
      return begun.value
    }),
    unlock: os.unlock.handler(async ({ input, errors }) => {
      const open = await encryption.unlock(input)
      if (!open.ok) throw raise(errors, open.failure)
      onUnlocked?.()
      return open.value
    }),
    lock: os.lock.handler(async ({ errors }) => {
      const closed = await encryption.lock()
      if (!closed.ok) throw raise(errors, closed.failure)
      return closed.value
    }),
    touch: os.touch.handler(() => {
      onTouch?.()
      return { heard: true as const }
    }),
    setPassphrase: os.setPassphrase.handler(async ({ input, errors }) => {
      const changed = await encryption.setPassphrase(input)
      if (!changed.ok) throw raise(errors, changed.failure)
      return changed.value
    }),
    setKeychain: os.setKeychain.handler(async ({ input, errors }) => {
      const changed = await encryption.setKeychain(input)
      if (!changed.ok) throw raise(errors, changed.failure)
      return changed.value
    }),
    newRecoveryKey: os.newRecoveryKey.handler(async ({ input, errors }) => {
      const made = await encryption.newRecoveryKey(input)
      if (!made.ok) throw raise(errors, made.failure)
      return made.value
    }),
  })
}
