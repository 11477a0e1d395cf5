import type { Shell } from 'electron'
import { externalAddress } from '../app/external-address.ts'

export interface Outside {
  /** Opens an address in the system's browser or mail program: https and mailto only, whoever asks. */
  open(text: string): void
  /** Opens the page that another Alcove process of this machine serves. */
  openOwnPage(address: string): void
}

/** The one place from which an address goes to the system. */
export function createOutside(shell: Pick<Shell, 'openExternal'>): Outside {
  return {
    open(text) {
      const address = externalAddress(text)
      if (address) void shell.openExternal(address)
    },
    openOwnPage(address) {
      if (/^http:\/\/127\.0\.0\.1:\d{1,5}\/\?token=[\w-]{1,100}$/.test(address)) void shell.openExternal(address)
    },
  }
}
