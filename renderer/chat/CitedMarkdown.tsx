import { type ComponentProps, createContext, memo, use, useMemo } from 'react'
import type { Components, ExtraProps } from 'react-markdown'
import { client } from '../app/client.ts'
import { Markdown, type Plugins } from '../ui/Markdown.tsx'
import { rehypeSentences } from './sentences.ts'

export interface CitedMarkdownProps {
  readonly text: string
  /** Names this answer on the page. */
  readonly scope: string
  /** Numbers that can be cited, in order, as `1 2 3`: a string, so that equal ones are equal. */
  readonly known: string
  /** Numbers whose sentence first stands in this text; their notes hang on it. */
  readonly anchored: string
  readonly weak: string
  /** True: while it is out of sight it needs not be laid out. */
  readonly far: boolean
  /** True: it goes on with the list above. */
  readonly continues: boolean
  /** True: words still arrive at its end. */
  readonly growing: boolean
  readonly onOpen: (n: number) => void
}

/** One block of an answer with its sentences and their numbers. Rendered again only when its text changes. */
export const CitedMarkdown = memo(function CitedMarkdown({
  text,
  scope,
  known,
  anchored,
  weak,
  far,
  continues,
  growing,
  onOpen,
}: CitedMarkdownProps) {
  const after = useMemo(
    (): Plugins => [[rehypeSentences, { known: new Set(numbersIn(known)), anchored: new Set(numbersIn(anchored)) }]],
    [known, anchored],
  )
  const block = useMemo(() => ({ scope, weak: new Set(numbersIn(weak)), onOpen }), [scope, weak, onOpen])
  return (
    <Block value={block}>
      <div
        className={`prose${far ? ' far' : ''}${continues ? ' continues' : ''}`}
        dir="auto"
        style={far ? { containIntrinsicBlockSize: sizeOf(text) } : undefined}
      >
        <Markdown text={text} formulas growing={growing} after={after} components={components} onLink={openOutside} />
      </div>
    </Block>
  )
})

/** About how high a block will be, until it has been in sight. */
function sizeOf(text: string) {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 72)), 0)
  return `auto ${lines * 26}px`
}

interface BlockContext {
  readonly scope: string
  readonly weak: ReadonlySet<number>
  readonly onOpen: (n: number) => void
}

const Block = createContext<BlockContext>({ scope: '', weak: new Set(), onOpen: () => {} })

/** One object for good, so that what is on the page is kept while a text grows. */
const components: Components = { span: Sentence, cite: Cite }

function Sentence({ node, children }: ComponentProps<'span'> & ExtraProps) {
  const { scope, weak } = use(Block)
  const cited = numbersIn(String(node?.properties.dataCites ?? ''))
  const anchors = numbersIn(String(node?.properties.dataAnchors ?? '')).map((n) => anchorOfSentence(scope, n))
  if (cited.length === 0) return <span>{children}</span>
  return (
    <span
      data-cites={citesOf(scope, cited)}
      data-weak={cited.every((n) => weak.has(n)) || undefined}
      style={anchors.length > 0 ? { anchorName: anchors.join(', ') } : undefined}
    >
      {children}
    </span>
  )
}

function Cite({ node }: ExtraProps) {
  return <CitationNumber n={Number(node?.properties.dataN)} onOpen={use(Block).onOpen} />
}

export function CitationNumber({ n, onOpen }: { readonly n: number; readonly onOpen: (n: number) => void }) {
  return (
    <button type="button" className="c" aria-label={`Source ${n}`} onClick={() => onOpen(n)}>
      {n}
    </button>
  )
}

/** The anchor a note hangs on. */
export function anchorOfSentence(scope: string, n: number) {
  return `--${scope}-s${n}`
}

/** The anchor the next note keeps clear of. */
export function anchorOfNote(scope: string, n: number) {
  return `--${scope}-n${n}`
}

/** What a sentence or a note is about, for pointing. */
export function citesOf(scope: string, numbers: readonly number[]) {
  return numbers.map((n) => `${scope}-${n}`).join(' ')
}

function numbersIn(list: string) {
  return list
    .split(' ')
    .filter((n) => n !== '')
    .map(Number)
}

/** Opens an address outside, after the shell checked it. */
export function openOutside(url: string) {
  void client.system.openExternal({ url })
}
