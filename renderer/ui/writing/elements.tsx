import type { Element } from 'hast'
import { type ComponentProps, createContext, type ReactNode, use } from 'react'
import type { Components, ExtraProps } from 'react-markdown'
import { CodeBlock } from './CodeBlock.tsx'
import { CodeBox } from './CodeBox.tsx'
import { Footnote, FootnoteMark } from './Footnotes.tsx'
import { Formula } from './Formula.tsx'
import { nameOfLanguage } from './language-names.ts'

/** What opens an address outside. */
export const OpenLink = createContext<(url: string) => void>(() => {})

/** How the elements of a text are drawn: one object for good, so that what is on the page is kept while a text grows. */
export const elements: Components = {
  a: Link,
  code: Code,
  div: Division,
  img: () => null,
  input: Task,
  pre: Preformatted,
  sup: Superscript,
  table: Table,
}

function Link({ href, children }: ComponentProps<'a'> & ExtraProps) {
  const open = use(OpenLink)
  if (!href) return <span>{children}</span>
  return (
    <a
      href={href}
      title={href}
      rel="noreferrer noopener"
      onClick={(event) => {
        event.preventDefault()
        open(href)
      }}
    >
      {children}
    </a>
  )
}

function Code({ node, className, children }: ComponentProps<'code'> & ExtraProps) {
  const classes = className?.split(' ') ?? []
  if (node && classes.includes('formula')) return <Formula source={textOf(node)} wide={classes.includes('wide')} />
  return <code>{children}</code>
}

function Preformatted({ node, children }: ComponentProps<'pre'> & ExtraProps) {
  const code = node?.children[0]
  if (code?.type !== 'element' || code.tagName !== 'code') return <pre tabIndex={0}>{children}</pre>
  const info = languageIn(code)
  const text = textOf(code).replace(/\n$/, '')
  if (info === 'math') return <Formula source={text} wide />
  // What is marked in a document stays marked, in one colour.
  if (code.children.some(({ type }) => type === 'element')) {
    return (
      <CodeBox name={nameOfLanguage(info)} code={text}>
        {children}
      </CodeBox>
    )
  }
  return <CodeBlock code={text} info={info} />
}

function languageIn({ properties }: Element) {
  const classes = Array.isArray(properties.className) ? properties.className : []
  const language = classes.map(String).find((name) => name.startsWith('language-'))
  return language?.slice('language-'.length) ?? ''
}

function Superscript({ node, children }: ComponentProps<'sup'> & ExtraProps) {
  const note = node?.properties.dataNote
  return note === undefined ? <sup>{children}</sup> : <FootnoteMark note={String(note)} />
}

function Division({ node, children }: ComponentProps<'div'> & ExtraProps) {
  const note = node?.properties.dataNote
  return note === undefined ? <div>{children}</div> : <Footnote note={String(note)}>{children}</Footnote>
}

/** A task of a list: it says how it is and cannot be changed. */
function Task({ checked }: ComponentProps<'input'> & ExtraProps) {
  return <input type="checkbox" disabled checked={checked === true} readOnly aria-label={checked ? 'Done' : 'To do'} />
}

/** A table that scrolls by itself when it is wide. */
export function Table({ children }: { readonly children?: ReactNode }) {
  return (
    // The keyboard must be able to scroll it, too.
    <section className="table-scroll" tabIndex={0} aria-label="Table">
      <table>{children}</table>
    </section>
  )
}

function textOf(node: Element): string {
  return node.children
    .map((child) => (child.type === 'text' ? child.value : child.type === 'element' ? textOf(child) : ''))
    .join('')
}
