import type { LeftOut } from '#contract/rules.contract'

/** The rule that leaves something out, and whose it is, as a person would say it. */
export function saysRule({ rule, origin, file }: LeftOut): {
  readonly rule: string
  readonly whose: string
  /** True for what was written as a pattern, false for words of ours. */
  readonly isPattern: boolean
} {
  switch (origin) {
    case 'default':
      return { rule, whose: 'Alcove leaves it out by itself', isPattern: false }
    case 'settings':
      return { rule, whose: 'your rule for all sources', isPattern: true }
    case 'source':
      return { rule, whose: 'your rule for this source', isPattern: true }
    case 'file':
      return { rule, whose: file ?? '.alcoveignore', isPattern: true }
    case 'person':
      return { rule, whose: 'it is in the bin', isPattern: false }
  }
}

/** A path below its source, with a stroke at the end of folders. */
export function pathBelow(path: string, root: string, folder: boolean) {
  const below = path.startsWith(root) ? path.slice(root.length).replace(/^[\\/]+/, '') : path
  return `${below || path}${folder ? '/' : ''}`
}
