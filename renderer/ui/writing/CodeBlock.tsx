import { useMemo } from 'react'
import { CodeBox } from './CodeBox.tsx'
import { ColouredCode } from './ColouredCode.tsx'
import { Diagram } from './Diagram.tsx'
import { diffLines, sizeOfDiff } from './diff-lines.ts'
import { nameOfLanguage } from './language-names.ts'

export interface CodeBlockProps {
  readonly code: string
  /** What stands behind the fence; its first word is the language. */
  readonly info: string
  /** False while it is still written. */
  readonly closed?: boolean
}

/** A fenced block in a box with its language and a way to copy it. Plain until its colours are there. */
export function CodeBlock({ code, info, closed = true }: CodeBlockProps) {
  const [language = ''] = info.split(/[\s,{]/)
  const kind = language.toLowerCase()
  if (kind === 'diff' || kind === 'patch') return <DiffBlock code={code} />
  if (kind === 'mermaid') return <Diagram code={code} closed={closed} />
  return (
    <CodeBox name={nameOfLanguage(language)} code={code}>
      <ColouredCode code={code} language={language} closed={closed} />
    </CodeBox>
  )
}

function DiffBlock({ code }: { readonly code: string }) {
  const lines = useMemo(() => diffLines(code), [code])
  return (
    <CodeBox name={`Changes: ${sizeOfDiff(lines)}`} code={code}>
      <span className="diff">
        {lines.map(({ kind, text }, index) => {
          const Line = kind === 'added' ? 'ins' : kind === 'removed' ? 'del' : 'span'
          return (
            // Lines have no other name than their place.
            <Line key={index} data-kind={kind}>
              {text}
              {'\n'}
            </Line>
          )
        })}
      </span>
    </CodeBox>
  )
}
