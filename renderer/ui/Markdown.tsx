import { memo, type ReactNode } from 'react'
import ReactMarkdown, { type Components, type Options } from 'react-markdown'
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import './markdown.css'

export type Plugins = NonNullable<Options['rehypePlugins']>

export interface MarkdownProps {
  readonly text: string
  /** What reads more than GitHub's Markdown. */
  readonly before?: Plugins
  /** What follows sanitizing; it may add elements of ours. */
  readonly after?: Plugins
  /** How elements of ours are drawn. Must be stable. */
  readonly components?: Components
  readonly onLink: (url: string) => void
}

const schema: typeof defaultSchema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => !['img', 'picture', 'source', 'input'].includes(name)),
  protocols: { href: ['https', 'mailto'] },
  clobberPrefix: 'text-',
}

/**
 * The one way from Markdown to the page, while it streams and afterwards: no raw HTML, no images, no links but https
 * and mailto, and those only by a click.
 */
export const Markdown = memo(function Markdown({ text, before = [], after = [], components, onLink }: MarkdownProps) {
  return (
    <ReactMarkdown
      remarkPlugins={[remarkGfm, ...before]}
      rehypePlugins={[[rehypeSanitize, schema], ...after]}
      urlTransform={safeUrl}
      components={{
        a: ({ href, children }) => <OutsideLink href={href} onLink={onLink} words={children} />,
        img: () => null,
        table: ({ children }) => (
          // A wide table scrolls by itself; the keyboard must be able to scroll it, too.
          <section className="table-scroll" tabIndex={0} aria-label="Table">
            <table>{children}</table>
          </section>
        ),
        ...components,
      }}
    >
      {text}
    </ReactMarkdown>
  )
})

/** The address when it may be opened outside, else nothing. */
export function safeUrl(url: string) {
  return /^(?:https:\/\/|mailto:)/i.test(url) ? url : ''
}

interface OutsideLinkProps {
  readonly href: string | undefined
  readonly onLink: (url: string) => void
  readonly words: ReactNode
}

function OutsideLink({ href, onLink, words }: OutsideLinkProps) {
  if (!href) return <span>{words}</span>
  return (
    <a
      href={href}
      title={href}
      rel="noreferrer noopener"
      onClick={(event) => {
        event.preventDefault()
        onLink(href)
      }}
    >
      {words}
    </a>
  )
}
