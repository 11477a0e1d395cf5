import { CodeBox } from './CodeBox.tsx'

export interface DiagramProps {
  readonly code: string
  readonly closed: boolean
}

/** The source of a diagram. */
export function Diagram({ code }: DiagramProps) {
  return (
    <CodeBox name="Mermaid" code={code}>
      {code}
    </CodeBox>
  )
}
