import { memo, type ReactNode, useMemo, useState } from 'react'
import ReactMarkdown, { type Components, type Options } from 'react-markdown'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import { CodeBlock } from './writing/CodeBlock.tsx'
import { elements, OpenLink, Table } from './writing/elements.tsx'
import { Formula } from './writing/Formula.tsx'
import { type LoneBlock, readLoneBlock } from './writing/lone-block.ts'
import { remarkFootnotes } from './writing/remark-footnotes.ts'
import { remarkFormulas } from './writing/remark-formulas.ts'
import { createTableCutting } from './writing/table-pieces.ts'
import { closeUnfinished } from './writing/unfinished.ts'
import './markdown.css'

export type Plugins = NonNullable<Options['rehypePlugins']>

export interface MarkdownProps {
  readonly text: string
  /** True: what models write as formulas is drawn as formulas. */
  readonly formulas?: boolean
  /** True: words still arrive at the end. */
  readonly growing?: boolean
  /** What reads more than GitHub's Markdown. Must be stable. */
  readonly before?: Plugins
  /** What follows sanitizing; it may add elements of ours. Must be stable. */
  readonly after?: Plugins
  /** How elements of ours are drawn. Must be stable. */
  readonly components?: Components
  readonly onLink: (url: string) => void
}

const schema: typeof defaultSchema = {
  ...defaultSchema,
  tagNames: defaultSchema.tagNames?.filter((name) => !['img', 'picture', 'source'].includes(name)),
  attributes: {
    ...defaultSchema.attributes,
    code: [['className', /^language-./, 'formula', 'wide']],
    sup: ['dataNote'],
    div: ['dataNote'],
  },
  protocols: { href: ['https', 'mailto'] },
  clobberPrefix: 'text-',
}

const none: Plugins = []

/**
 * The one way from Markdown to the page, while it streams and afterwards: no raw HTML, no images, no links but https
 * and mailto, and those only by a click.
 */
export const Markdown = memo(function Markdown(props: MarkdownProps) {
  const { text, formulas = false, growing = false, before = none, after = none, components, onLink } = props
  const remark = useMemo(
    (): Plugins => [remarkGfm, remarkFootnotes, ...(formulas ? [remarkFormulas] : []), ...before],
    [formulas, before],
  )
  const rehype = useMemo((): Plugins => [[rehypeSanitize, schema], ...after], [after])
  const drawn = useMemo(() => ({ ...elements, ...components }), [components])
  const [cutTable] = useState(createTableCutting)
  const alone = formulas ? readLoneBlock(text) : null
  const pieces = formulas && alone === null ? cutTable(text) : null
  if (alone?.type === 'code') return <LoneCode {...alone} />
  if (alone?.type === 'formula' && (alone.closed || growing)) return <LoneFormula {...alone} />
  const plugins = { remark, rehype }
  return (
    <OpenLink value={onLink}>
      {pieces ? (
        <LongTable pieces={pieces} components={drawn} {...plugins} />
      ) : (
        <Parsed text={growing ? closeUnfinished(text) : text} components={drawn} {...plugins} />
      )}
    </OpenLink>
  )
})

interface ParsedProps {
  readonly text: string
  readonly remark: Plugins
  readonly rehype: Plugins
  readonly components: Components
}

/** A text as its parser reads it. Not read again while it is the same. */
const Parsed = memo(function Parsed({ text, remark, rehype, components }: ParsedProps) {
  return (
    <ReactMarkdown remarkPlugins={remark} rehypePlugins={rehype} urlTransform={safeUrl} components={components}>
      {text}
    </ReactMarkdown>
  )
})

/** A table whose rows are read in pieces, so that a new row does not have all of them read again. */
function LongTable({
  pieces,
  components,
  ...plugins
}: Omit<ParsedProps, 'text'> & { readonly pieces: readonly string[] }) {
  const first = useMemo((): Components => ({ ...components, table: Inside }), [components])
  const others = useMemo((): Components => ({ ...first, thead: () => null }), [first])
  return (
    <Table>
      {pieces.map((piece, index) => (
        // Rows only ever grow at the end; its place is what a piece is.
        <Parsed key={index} text={piece} components={index === 0 ? first : others} {...plugins} />
      ))}
    </Table>
  )
}

function Inside({ children }: { readonly children?: ReactNode }) {
  return children
}

/** The address when it may be opened outside, else nothing. */
export function safeUrl(url: string) {
  return /^(?:https:\/\/|mailto:)/i.test(url) ? url : ''
}

function LoneCode({ info, code, closed }: Extract<LoneBlock, { readonly type: 'code' }>) {
  if (/^math\b/i.test(info)) return closed ? <Formula source={code} wide /> : <Source text={code} />
  return <CodeBlock info={info} code={code} closed={closed} />
}

function LoneFormula({ source, closed }: Extract<LoneBlock, { readonly type: 'formula' }>) {
  return closed ? <Formula source={source} wide /> : <Source text={source} />
}

/** A formula that is still written. */
function Source({ text }: { readonly text: string }) {
  return (
    <span className="formula wide" dir="ltr">
      <code>{text}</code>
    </span>
  )
}
