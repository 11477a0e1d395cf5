import type { Splitter } from './splitter.ts'

/** Every format of which one file holds several documents; the first that accepts a file splits it. */
export const splitters: readonly Splitter[] = []
