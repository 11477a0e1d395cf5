import { create } from 'zustand'

/** What is under way with a model, and what went wrong last. */
export interface Load {
  readonly doing: 'loading' | 'unloading' | null
  readonly problem: string | null
  /** Stops it; null while nothing is under way. */
  readonly cancel: (() => void) | null
}

const nothing: Load = { doing: null, problem: null, cancel: null }

/** By model: loading goes on when its dialog is closed, and its row says so. */
const useLoads = create<Readonly<Record<string, Load | undefined>>>(() => ({}))

/** What is under way with a model. */
export function useLoad(name: string): Load {
  return useLoads((loads) => loads[name]) ?? nothing
}

/** Keeps what is under way with a model. */
export function keepLoad(name: string, load: Partial<Load>) {
  useLoads.setState({ [name]: { ...nothing, ...load } })
}
