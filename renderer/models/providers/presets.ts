import type { KeyPlace, ProviderWish } from '#contract/providers.contract'
import { addressProblem, hostOf, toAddress } from '../../app/address.ts'
import type { ProviderDraft } from '../drafts.ts'

export interface Preset {
  readonly label: string
  readonly address: string
}

/** Servers that many have, at the address they begin with. */
export const presets: readonly Preset[] = [
  { label: 'LM Studio', address: 'http://127.0.0.1:1234/v1' },
  { label: 'llama.cpp', address: 'http://127.0.0.1:8080/v1' },
  { label: 'vLLM', address: 'http://127.0.0.1:8000/v1' },
  { label: 'Another', address: '' },
]

/** A form with nothing in it. */
export const nothingTyped: ProviderDraft = { name: '', address: '', models: '', listed: true, key: '' }

/** What was typed with a preset put in; a name or an address of one's own stays. */
export function withPreset(draft: ProviderDraft, preset: Preset): ProviderDraft {
  const isPresetName = draft.name.trim() === '' || presets.some(({ label }) => label === draft.name)
  const name = isPresetName ? (preset.address ? preset.label : '') : draft.name
  return { ...draft, name, address: preset.address }
}

/** The preset whose address was typed; the last one for any other. */
export function presetOf({ address }: Pick<ProviderDraft, 'address'>): string {
  return presets.find((preset) => preset.address !== '' && preset.address === toAddress(address))?.label ?? 'Another'
}

/** What was typed as what is kept; null while it is not whole. */
export function wishOf({ name, address, models, listed }: ProviderDraft): ProviderWish | null {
  if (address.trim() === '' || problemOf(address) !== undefined) return null
  const whole = toAddress(address)
  const names = modelsIn(models)
  if (!listed && names.length === 0) return null
  return { name: name.trim() || hostOf(whole), address: whole, models: [...names], listed }
}

/** What is wrong with an address; undefined when nothing is, or nothing was typed. */
export function problemOf(address: string): string | undefined {
  if (address.trim() === '') return undefined
  const problem = addressProblem(address)
  if (problem !== undefined) return problem
  const { username, password, search, hash } = new URL(toAddress(address))
  if (username || password) return 'A name or password does not go into the address. A key has a box of its own.'
  return search || hash ? 'Only host, port and path, such as http://127.0.0.1:1234/v1.' : undefined
}

/** Names with commas or line ends between them, each once. */
export function modelsIn(text: string): readonly string[] {
  const names = text.split(/[,\n]/).map((name) => name.trim())
  return [...new Set(names.filter(Boolean))]
}

/** Where the key of a server is, in words; null where it has none. */
export function keyWords(key: KeyPlace | null): string | null {
  switch (key) {
    case 'keychain':
      return 'Its key is in the keychain of your system.'
    case 'file':
      return 'Its key is sealed with your passphrase.'
    case 'locked':
      return 'Its key is sealed, and the passphrase was not given yet.'
    case 'until-quit':
      return 'Its key is kept until Alcove is closed.'
    case 'environment':
      return 'Its key comes from the environment.'
    case null:
      return null
  }
}
