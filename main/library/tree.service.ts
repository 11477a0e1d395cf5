import { basename, sep } from 'node:path'
import type { TreeNode } from '#contract/tree.contract'
import type { LibraryStore } from './library.store.ts'
import { isWithin } from './sources/left-out.ts'

export interface FolderWanted {
  readonly sourceId: string
  readonly path: string | null
  readonly limit: number
}

/** What lies directly in a folder of a source or in a file that holds documents; nothing for what is no part of the source. */
export function createTree({ sources, tree }: Pick<LibraryStore, 'sources' | 'tree'>) {
  return { children }

  function children({ sourceId, path, limit }: FolderWanted): { readonly nodes: TreeNode[]; readonly total: number } {
    const source = sources.find(sourceId)
    if (!source || source.deletedAt !== null || (path !== null && !isWithin(source.path, path))) return nothing
    const isFile = source.kind === 'file' || source.kind === 'text'
    if (path === null && isFile) {
      const node = tree.file(sourceId, source.path, basename(source.path))
      return node ? { nodes: [{ ...node, name: source.title }], total: 1 } : nothing
    }
    const file = path === null ? null : tree.file(sourceId, path, basename(path))
    if (file) return file.holds === null ? nothing : tree.parts(file.path, limit)
    return tree.folder({ sourceId, path: path ?? source.path, separator: sep, limit })
  }
}

const nothing = { nodes: [], total: 0 }
