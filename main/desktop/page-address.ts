import { fileInside } from '../app/inside-folder.ts'

/** Where the desktop app's page lives: a scheme of its own, never `file:`. */
export const pageOrigin = 'app://alcove'

/** True for addresses of Alcove's own page. */
export function isOwnPage(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host, username, password, port } = new URL(address)
  return protocol === 'app:' && host === 'alcove' && username === '' && password === '' && port === ''
}

/** The page's route that an address of Alcove's own page shows. */
export function routeOfPage(address: string): string {
  return new URL(address).hash.slice(1) || '/'
}

/** The file an `app://` address stands for, inside the folder of the page; null for every other address. */
export function fileOf(address: string, folder: string): string | null {
  if (!isOwnPage(address)) return null
  return fileInside(folder, new URL(address).pathname)
}
