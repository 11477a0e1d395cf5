import { ORPCError } from '@orpc/client'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { z } from 'zod'
import { EncryptionReason } from '#contract/encryption.contract'
import { sentenceForEncryption } from '#contract/encryption.sentences'
import { client } from '../app/client.ts'
import { queries } from '../app/queries.ts'
import { say } from '../ui/Toasts.tsx'

const Refusal = z.object({ reason: EncryptionReason, wait: z.number() })

/** What a person is told when something about the encryption was not done. */
export function problemWith(error: unknown): string | null {
  if (!error) return null
  const told = error instanceof ORPCError ? Refusal.safeParse(error.data) : null
  if (told?.success) return sentenceForEncryption(told.data.reason, told.data.wait)
  return 'That did not work just now. Nothing was changed. Try again in a moment.'
}

/** How the library is encrypted, and everything that can be done about it. */
export function useEncryption() {
  const cache = useQueryClient()
  const { data: state } = useQuery(queries.encryption)
  const again = () => cache.invalidateQueries({ queryKey: queries.encryption.queryKey })
  const lock = useMutation({
    mutationFn: () => client.encryption.lock(),
    onError: (error) => say('The library was not closed', problemWith(error) ?? ''),
    onSettled: again,
  })
  return { state, lock: lock.mutate, again }
}

/** Opens a closed library. */
export function useUnlock() {
  const cache = useQueryClient()
  const unlock = useMutation({
    mutationFn: (secret: string) => client.encryption.unlock({ secret }),
    onSuccess: () => cache.invalidateQueries({ queryKey: queries.encryption.queryKey }),
  })
  return { unlock: unlock.mutate, isOpening: unlock.isPending || unlock.isSuccess, problem: problemWith(unlock.error) }
}

/** Turns encryption on in two steps: a recovery key to write down, and everything is encrypted. */
export function useTurnOn() {
  const { again } = useEncryption()
  const prepare = useMutation({
    mutationFn: (wish: { readonly passphrase: string | null; readonly keychain: boolean }) =>
      client.encryption.prepare(wish),
  })
  const turnOn = useMutation({
    mutationFn: (lastGroup: string) => client.encryption.turnOn({ lastGroup }),
    onSuccess: again,
  })
  return {
    prepare: prepare.mutate,
    recoveryKey: prepare.data?.recoveryKey ?? null,
    turnOn: turnOn.mutate,
    isBusy: prepare.isPending || turnOn.isPending || turnOn.isSuccess,
    hasBegun: turnOn.isSuccess,
    problem: problemWith(turnOn.error ?? prepare.error),
  }
}

export type Change =
  | { readonly what: 'passphrase'; readonly passphrase: string | null }
  | { readonly what: 'keychain'; readonly on: boolean }
  | { readonly what: 'recovery-key' }
  | { readonly what: 'turn-off' }

/** Changes what opens the library, for whoever proves to know the passphrase or the recovery key. */
export function useChangeWays() {
  const { again } = useEncryption()
  const change = useMutation({
    mutationFn: async ({ secret, change }: { readonly secret: string; readonly change: Change }) => {
      if (change.what === 'passphrase') await client.encryption.setPassphrase({ secret, passphrase: change.passphrase })
      if (change.what === 'keychain') await client.encryption.setKeychain({ secret, on: change.on })
      if (change.what === 'turn-off') await client.encryption.turnOff({ secret })
      if (change.what !== 'recovery-key') return { recoveryKey: null }
      return client.encryption.newRecoveryKey({ secret })
    },
    onSuccess: again,
  })
  return {
    change: change.mutate,
    done: change.data ?? null,
    isBusy: change.isPending,
    problem: problemWith(change.error),
  }
}
