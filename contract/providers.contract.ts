import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from './result.ts'

const ProviderId = z.string().regex(/^[\w-]{1,40}$/)
const Address = z
  .url({ protocol: /^https?$/ })
  .max(500)
  // What is kept of an address is shown and exported: a password or a key in it would be, too.
  .refine((address) => /^https?:\/\/[^/?#@]+(\/[^?#]*)?$/i.test(address), 'Only host, port and path')

/** What a person says of a server that speaks as OpenAI does. */
export const ProviderWish = z.object({
  name: z.string().trim().min(1).max(100),
  /** Up to and with the version, e.g. `http://127.0.0.1:1234/v1`. */
  address: Address,
  /** Models named by hand; they come first. */
  models: z.array(z.string().trim().min(1).max(200)).max(100),
  /** Whether all that the server lists can be chosen too. */
  listed: z.boolean(),
})
export type ProviderWish = z.infer<typeof ProviderWish>

/** A server that speaks as OpenAI does, as it is kept; its key is kept elsewhere. */
export const Provider = ProviderWish.extend({ id: ProviderId })
export type Provider = z.infer<typeof Provider>

/** A person's word that questions may be sent to a server; it holds for just this address. */
export const Consent = z.object({
  /** A provider's id, or `ollama`. */
  server: ProviderId,
  address: Address,
  /** Milliseconds since the Unix epoch. */
  at: z.number().int(),
})
export type Consent = z.infer<typeof Consent>

/** Where a key is: in a file that a passphrase seals, in the keychain, in memory, in the environment; `locked`: in the file, and not opened. */
export const KeyPlace = z.enum(['keychain', 'file', 'locked', 'until-quit', 'environment'])
export type KeyPlace = z.infer<typeof KeyPlace>

/** Where a secret is from now on. */
export const KeptIn = z.enum(['keychain', 'file', 'until-quit', 'forgotten'])
export type KeptIn = z.infer<typeof KeptIn>

/** A provider with what is known of it without asking it. The key itself is never told. */
export const KnownProvider = Provider.extend({
  /** False: what it is sent leaves this machine. */
  local: z.boolean(),
  /** Where its key is; null where it has none. */
  keyIn: KeyPlace.nullable(),
})
export type KnownProvider = z.infer<typeof KnownProvider>

/** What a server said when its connection was tried. */
export const ProviderTrial = z.object({
  state: z.enum(['ready', 'no-models', 'not-running', 'refused', 'failing', 'held-back']),
  /** A sentence on what it means and what to do next; null when all is well. */
  advice: z.string().nullable(),
  /** What it lists; null where it has no list. */
  models: z.array(z.string()).nullable(),
})
export type ProviderTrial = z.infer<typeof ProviderTrial>

export interface ProviderNotFound extends Failure<'PROVIDER_NOT_FOUND'> {
  readonly id: string
}

const PROVIDER_NOT_FOUND = { status: 404, data: z.object({ id: z.string() }) }
const Key = z.string().max(1_000)
const one = z.object({ id: ProviderId })
const kept = z.object({
  provider: KnownProvider,
  /** What became of a key that was given or taken away; null where none was. */
  kept: KeptIn.nullable(),
})

/** The id of the server that was set up when there could be only one. */
export const firstProviderId = 'server'

/** What may be asked of servers that speak as OpenAI does. */
export const providersContract = {
  /** Every provider, as it was set up; asks none of them anything. */
  list: oc
    .route({ method: 'GET', path: '/models/providers', summary: 'List the OpenAI-compatible servers' })
    .output(z.array(KnownProvider)),
  /** Keeps a new provider, and its key where one is given. */
  add: oc.input(ProviderWish.extend({ key: Key.optional() })).output(kept),
  /** Changes a provider. A key absent stays, null is forgotten; with another server's address key and consent are forgotten. */
  change: oc
    .input(Provider.extend({ key: Key.nullable().optional() }))
    .errors({ PROVIDER_NOT_FOUND })
    .output(kept),
  /** Forgets a provider, its key and the consent to it; what used its models goes on with others. */
  remove: oc
    .route({ method: 'DELETE', path: '/models/providers/{id}', summary: 'Forget an OpenAI-compatible server' })
    .input(one)
    .output(z.object({ removed: z.boolean() })),
  /** Asks a server for its list of models and sends nothing but the key; without one that of the provider named is used. */
  test: oc.input(z.object({ address: Address, id: ProviderId.optional(), key: Key.optional() })).output(ProviderTrial),
  /** Lets questions and the passages found for them be sent to a server at its present address. */
  allow: oc.input(one).errors({ PROVIDER_NOT_FOUND }).output(Consent),
  /** Takes that back: from now on the server is asked nothing. */
  withdraw: oc
    .route({ method: 'DELETE', path: '/models/providers/{id}/consent', summary: 'Send a server nothing more' })
    .input(one)
    .output(z.object({ withdrawn: z.boolean() })),
}
