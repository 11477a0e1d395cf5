import type { ModelServer } from '#contract/models.contract'
import { hostOf, leavingSentence } from '../app/address.ts'

export interface SetUpServers {
  readonly servers: readonly Pick<ModelServer, 'address' | 'local' | 'state'>[]
  /** Addresses as they are set, known before any server was asked. */
  readonly addresses: readonly (string | null)[]
}

/** The hosts outside of this machine that a question could be sent to. */
export function leavingHosts({ servers, addresses }: SetUpServers): readonly string[] {
  const found = servers.filter(({ local, state }) => !local && state !== 'not-configured').map(({ address }) => address)
  const set = addresses.filter((address) => address !== null && leavingSentence(address) !== null)
  return [...new Set([...found, ...set].map((address) => hostOf(address ?? '')))]
}
