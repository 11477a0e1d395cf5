import { join, normalize, sep } from 'node:path'

/** The file that the path of an address stands for inside a folder; null for each that could lead anywhere else. */
export function fileInside(folder: string, path: string): string | null {
  const plain = decodedOnce(path)
  // What still looks encoded, or like a path of Windows, was not written by the page.
  if (plain === null || /[%\\\0:]/.test(plain)) return null
  const root = normalize(folder + sep)
  const file = normalize(join(root, plain === '/' ? 'index.html' : plain))
  return file !== root && isWithin(root, file) ? file : null
}

/** Whether `path` is `folder` or lies in it; both are absolute, and plain already. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

function decodedOnce(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    // Not valid UTF-8: no file of the page is named like this.
    return null
  }
}
