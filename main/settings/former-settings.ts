import { z } from 'zod'
import { firstProviderId, Provider } from '#contract/providers.contract'
import type { SettingsWrite } from '#contract/settings.contract'

const formerServer = 'openaiCompatible'
const FormerServer = z.object({ name: z.string(), address: z.string(), model: z.string() })

/** What earlier versions kept under keys that are no longer used, as it is kept today. */
export function carriedOver(rows: readonly { readonly key: string; readonly value: unknown }[]): SettingsWrite {
  const former = FormerServer.safeParse(rows.find(({ key }) => key === formerServer)?.value)
  if (!former.success) return {}
  const { name, address, model } = former.data
  const named = name.trim() || (URL.canParse(address) ? new URL(address).host : address)
  const server = {
    id: firstProviderId,
    name: named,
    address: plain(address),
    models: model ? [model] : [],
    listed: true,
  }
  const provider = Provider.safeParse(server)
  return provider.success ? { modelProviders: [provider.data] } : {}
}

/** Keys of earlier versions that a key stands for today. */
export function formerKeys(key: string): readonly string[] {
  return key === 'modelProviders' ? [formerServer] : []
}

// Earlier versions took any address; what is behind its path was never of use.
function plain(address: string): string {
  if (!URL.canParse(address)) return address
  const { protocol, host, pathname } = new URL(address)
  return `${protocol}//${host}${pathname}`
}
