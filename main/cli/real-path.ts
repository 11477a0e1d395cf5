import { realpath } from 'node:fs/promises'

/** The path by which the library knows a file: without links on the way; as it was given where nothing is there. */
export async function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}
