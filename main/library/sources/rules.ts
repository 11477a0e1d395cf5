import ignore, { type Ignore } from 'ignore'
import type { LeftOut } from '#contract/rules.contract'
import { fileReason, folderReason, isBuildFolder, kindReason, type Recognises } from './left-out.ts'

/** Why something is left out: the rule as it is written, and where it stands. */
export type LeftOutBy = Pick<LeftOut, 'rule' | 'origin' | 'file'>

export interface Entry {
  readonly name: string
  readonly kind: 'file' | 'folder'
  /** True when a file of its folder marks a software project. */
  readonly besideProject: boolean
}

/** The rules that hold in one folder of a source. */
export interface FolderRules {
  /** What leaves out an entry of this folder, null when it is taken in. A folder that is left out is not to be entered. */
  judge(entry: Entry): LeftOutBy | null
  /** The rules in a folder of this one, with what its own file of rules says. */
  inside(name: string, own: RulesFile | null): FolderRules
}

/** Patterns in gitignore syntax, one a line. */
export interface RulesFile {
  readonly text: string
  readonly path: string
}

export interface RulesInput {
  /** The source's own folder, with the separator that paths below it have. */
  readonly root: string
  readonly separator: string
  /** For all sources, then for this one, then the file of rules in the root: the later wins. */
  readonly settings: string
  readonly source: string
  readonly own: RulesFile | null
  /** Whether a person took this file out. */
  readonly isRemoved: (path: string) => boolean
  readonly recognises: Recognises
}

/** What is left out of a source. As in git the last pattern that matches decides, deeper files win, and what lies in a folder that is left out cannot be taken in again. */
export function createRules({
  root,
  separator,
  settings,
  source,
  own,
  isRemoved,
  recognises,
}: RulesInput): FolderRules {
  const patterns = [
    ...patternsOf({ text: settings, origin: 'settings', file: null, base: [] }),
    ...patternsOf({ text: source, origin: 'source', file: null, base: [] }),
    ...ownPatterns(own, []),
  ]
  return rulesOf([], createMatcher(patterns))

  function rulesOf(folder: readonly string[], matcher: Matcher): FolderRules {
    const path = folder.length === 0 ? '' : `${folder.join('/')}/`
    return { judge, inside }

    function judge({ name, kind, besideProject }: Entry): LeftOutBy | null {
      const isFolder = kind === 'folder'
      if (
        !isFolder &&
        isRemoved([root.endsWith(separator) ? root.slice(0, -1) : root, ...folder, name].join(separator))
      )
        return { rule: 'removed by you', origin: 'person', file: null }
      const { by, isTakenIn } = matcher.test(`${path}${name}${isFolder ? '/' : ''}`)
      if (by) return by
      if (isTakenIn) return byDefault(isFolder ? null : kindReason(name, recognises))
      if (!isFolder) return byDefault(fileReason(name, recognises))
      return byDefault(folderReason(name) ?? (besideProject && isBuildFolder(name) ? 'build output' : null))
    }

    function inside(name: string, own: RulesFile | null): FolderRules {
      const below = [...folder, name]
      const added = ownPatterns(own, below)
      return rulesOf(below, added.length === 0 ? matcher : createMatcher([...matcher.patterns, ...added]))
    }
  }
}

function byDefault(rule: string | null): LeftOutBy | null {
  return rule === null ? null : { rule, origin: 'default', file: null }
}

interface Pattern {
  /** As it counts from the root of the source. */
  readonly fromRoot: string
  readonly by: LeftOutBy
}

interface Matcher {
  readonly patterns: readonly Pattern[]
  /** What the last matching pattern says of a path relative to the root, a folder with a slash behind it. */
  test(path: string): { readonly by: LeftOutBy | null; readonly isTakenIn: boolean }
}

/** The library remembers every path it was asked about; now and then it has to forget them. */
const askedAtMost = 20_000
const silent = { by: null, isTakenIn: false }

function createMatcher(patterns: readonly Pattern[]): Matcher {
  if (patterns.length === 0) return { patterns, test: () => silent }
  const compiled = compile(patterns)
  let asked = 0
  let instance = compiled
  return { patterns, test }

  function test(path: string) {
    asked += 1
    if (asked % askedAtMost === 0) instance = createIgnore().add(compiled)
    const { ignored, unignored, rule } = instance.test(path)
    return { by: ignored ? (patterns[Number(rule?.mark)]?.by ?? null) : null, isTakenIn: unignored }
  }
}

function compile(patterns: readonly Pattern[]): Ignore {
  const instance = createIgnore()
  patterns.forEach(({ fromRoot }, index) => {
    instance.add({ pattern: fromRoot, mark: String(index) })
  })
  return instance
}

function createIgnore(): Ignore {
  return ignore({ ignorecase: process.platform === 'win32' || process.platform === 'darwin' })
}

function ownPatterns(own: RulesFile | null, base: readonly string[]): Pattern[] {
  return own ? patternsOf({ text: own.text, origin: 'file', file: own.path, base }) : []
}

function patternsOf({
  text,
  origin,
  file,
  base,
}: {
  readonly text: string
  readonly origin: LeftOutBy['origin']
  readonly file: string | null
  readonly base: readonly string[]
}): Pattern[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  return lines.flatMap((line) => {
    if (line.trim() === '' || line.startsWith('#')) return []
    return [{ fromRoot: fromRoot(line, base), by: { rule: line.trimEnd(), origin, file } }]
  })
}

/** A pattern of a file in `base` says the same, written as if that file lay in the root. */
function fromRoot(line: string, base: readonly string[]): string {
  if (base.length === 0) return line
  const sign = line.startsWith('!') ? '!' : ''
  const body = line.slice(sign.length).replace(/^\\(?=[!#])/, '')
  const folder = base.map((name) => name.replace(/[\\*?[\]]/g, '\\$&')).join('/')
  // A slash at the beginning or in the middle binds a pattern to its folder; spaces at the end do not count.
  const isBound = /\/(?! *$)/.test(body)
  return `${sign}/${folder}/${isBound ? body.replace(/^\//, '') : `**/${body}`}`
}
