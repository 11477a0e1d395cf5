import { create } from 'zustand'

export type Shape = 'table' | 'tree'

interface ShapeStore {
  readonly shape: Shape
  /** Rows of the tree that are open; null until one was opened or closed. */
  readonly open: ReadonlySet<string> | null
}

/** Whether the library is shown as a table or as a tree, kept for the next visit, and what is open in the tree. */
export const useShape = create<ShapeStore>(() => ({
  shape: localStorage.getItem('library-shape') === 'tree' ? 'tree' : 'table',
  open: null,
}))

/** Changes between table and tree. */
export function showAs(shape: Shape) {
  localStorage.setItem('library-shape', shape)
  useShape.setState({ shape })
}

/** Keeps what is open in the tree while the page is away. */
export function keepOpen(open: ReadonlySet<string>) {
  useShape.setState({ open })
}
