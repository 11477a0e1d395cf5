import { useEffect, useMemo, useRef } from 'react'
import remarkFrontmatter from 'remark-frontmatter'
import { client } from '../app/client.ts'
import { Markdown, type Plugins } from '../ui/Markdown.tsx'
import type { ViewProps } from './DocumentView.tsx'
import { rehypeMarks } from './rehype-marks.ts'
import { remarkPlainHtml } from './remark-plain-html.ts'
import { TextView } from './TextView.tsx'

/** What is written in Markdown or reads as such. */
const written: ReadonlySet<string> = new Set(['markdown', 'mail', 'chat'])

/** Beyond this, a text is shown as it is written: it appears at once. */
const longest = 300_000

/** Markdown as it reads, marked where the place says. */
export function WrittenView(props: ViewProps) {
  const { document, place } = props
  const sheet = useRef<HTMLElement>(null)
  const after = useMemo((): Plugins => [[rehypeMarks, { marks: place.marks }]], [place.marks])
  useEffect(() => {
    sheet.current?.querySelector('mark')?.scrollIntoView({ block: 'center' })
  }, [place])

  if (document.text.length > longest || !written.has(document.type)) return <TextView {...props} />
  return (
    <section ref={sheet} className="pages drawn" tabIndex={0} aria-label={document.title}>
      <div className={document.type === 'mail' ? 'sheet prose letter' : 'sheet prose'} dir="auto">
        <Markdown
          text={document.text}
          before={document.type === 'markdown' ? frontMatter : typed}
          after={after}
          onLink={openOutside}
        />
      </div>
    </section>
  )
}

const frontMatter: Plugins = [[remarkFrontmatter, ['yaml', 'toml']]]
const typed: Plugins = [remarkPlainHtml]

function openOutside(url: string) {
  void client.system.openExternal({ url })
}
