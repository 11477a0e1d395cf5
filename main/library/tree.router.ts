import { implement } from '@orpc/server'
import { libraryContract } from '#contract/library.contract'
import type { createTree } from './tree.service.ts'
import type { Why } from './why.ts'

const os = implement(libraryContract.tree)

/** Serves the library as a tree, and why something is not found. */
export function createTreeRouter({ children, why }: ReturnType<typeof createTree> & { readonly why: Why }) {
  return os.router({
    children: os.children.handler(({ input }) => children(input)),
    why: os.why.handler(({ input, signal }) => why(input, signal)),
  })
}
