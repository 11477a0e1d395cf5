import { memo, useMemo } from 'react'
import ReactMarkdown, { type Components, type Options } from 'react-markdown'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import { CodeBlock } from './writing/CodeBlock.tsx'
import { elements, OpenLink } from './writing/elements.tsx'
import { Formula } from './writing/Formula.tsx'
import { type LoneBlock, readLoneBlock } from './writing/lone-block.ts'
import { remarkFootnotes } from './writing/remark-footnotes.ts'
import { remarkFormulas } from './writing/remark-formulas.ts'
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
  const alone = formulas ? readLoneBlock(text) : null
  if (alone?.type === 'code') return <LoneCode {...alone} />
  if (alone?.type === 'formula' && (alone.closed || growing)) return <LoneFormula {...alone} />
  return (
    <OpenLink value={onLink}>
      <ReactMarkdown remarkPlugins={remark} rehypePlugins={rehype} urlTransform={safeUrl} components={drawn}>
        {growing ? closeUnfinished(text) : text}
      </ReactMarkdown>
    </OpenLink>
  )
})

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
