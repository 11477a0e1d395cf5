import { join, normalize, sep } from 'node:path'

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
  const path = decodedOnce(new URL(address).pathname)
  // What still looks encoded, or like a path of Windows, was not written by the page.
  if (path === null || /[%\\\0:]/.test(path)) return null
  const root = normalize(folder + sep)
  const file = normalize(join(root, path === '/' ? 'index.html' : path))
  return file.startsWith(root) && file !== root ? file : null
}

function decodedOnce(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    // Not valid UTF-8: no file of the page is named like this.
    return null
  }
}
