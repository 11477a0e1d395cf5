/** Where the text of a group goes. */
export type RtfTarget =
  | 'body'
  | 'note'
  | 'marker'
  | 'title'
  | 'author'
  | 'date'
  | 'fonts'
  | 'styles'
  | 'within'
  | 'nowhere'

/** What holds within a group and ends with it. Never changed in place, so that groups can share it. */
export interface RtfGroup {
  readonly target: RtfTarget
  readonly encoding: string
  readonly isHidden: boolean
  /** Characters that stand in for one by its number, for programs that do not know numbers. */
  readonly standIns: number
  /** From 0; null in body text. */
  readonly outline: number | null
  readonly style: number
  readonly isInTable: boolean
}

/** Where the text of a group goes that begins with the given word; null when the word begins no such group. */
export function targetOf(word: string, isStarred: boolean, current: RtfTarget): RtfTarget | null {
  if (current === 'nowhere') return null
  const target = targets.get(word) ?? null
  // A star says that who does not know the word may leave the group out.
  if (target === null) return isStarred && !ignoredStars.has(word) ? 'nowhere' : null
  const isInformation = target === 'title' || target === 'author' || target === 'date'
  return isInformation && current !== 'within' ? null : target
}

const targets: ReadonlyMap<string, RtfTarget> = new Map([
  ...targetsOf('within', 'info object shpinst'),
  ...targetsOf('body', 'result'),
  ...targetsOf('note', 'footnote shptxt'),
  ...targetsOf('marker', 'listtext pntext'),
  ...targetsOf('title', 'title'),
  ...targetsOf('author', 'author'),
  ...targetsOf('date', 'creatim revtim'),
  ...targetsOf('fonts', 'fonttbl'),
  ...targetsOf('styles', 'stylesheet'),
  ...targetsOf(
    'nowhere',
    'colortbl filetbl revtbl listtable listoverridetable rsidtbl pict nonshppict themedata datastore latentstyles',
  ),
  ...targetsOf(
    'nowhere',
    'header headerl headerr headerf footer footerl footerr footerf ftnsep ftnsepc aftnsep aftnsepc',
  ),
  ...targetsOf(
    'nowhere',
    'fldinst xe tc rxe bkmkstart bkmkend annotation atnid atnauthor sp sn sv objdata objclass nonesttables',
  ),
  ...targetsOf(
    'nowhere',
    'subject manager company operator category keywords comment doccomm hlinkbase printim buptim',
  ),
])

// These groups hold text of the document although they are starred.
const ignoredStars = new Set(['shppict', 'nesttableprops'])

function targetsOf(target: RtfTarget, words: string): [string, RtfTarget][] {
  return words.split(' ').map((word) => [word, target])
}
