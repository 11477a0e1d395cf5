import { createContext, use, useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { Button } from '../Button.tsx'
import { useMatchesMedia } from '../useMatchesMedia.ts'
import { CodeBox } from './CodeBox.tsx'

export interface DiagramProps {
  readonly code: string
  readonly closed: boolean
}

/** Whether diagrams may be drawn at all. */
export const DrawsDiagrams = createContext(true)

/** The source of a diagram, drawn when that is asked for: in a frame that has no origin, no network and no way out. */
export function Diagram({ code, closed }: DiagramProps) {
  const [isDrawn, setDrawn] = useState(false)
  const draws = use(DrawsDiagrams) && closed
  return (
    <CodeBox
      name="Diagram (Mermaid)"
      code={code}
      tools={
        draws && (
          <Button kind="quiet" aria-expanded={isDrawn} onClick={() => setDrawn(!isDrawn)}>
            {isDrawn ? 'Hide the drawing' : 'Draw'}
          </Button>
        )
      }
      below={isDrawn && draws && <Drawing code={code} />}
    >
      {code}
    </CodeBox>
  )
}

const Said = z.discriminatedUnion('diagram', [
  z.object({ diagram: z.literal('ready') }),
  z.object({ diagram: z.literal('drawn'), height: z.number().min(0).max(100_000) }),
  z.object({ diagram: z.literal('failed') }),
])

const highest = 900

function Drawing({ code }: { readonly code: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [state, setState] = useState<'drawing' | 'drawn' | 'failed'>('drawing')
  const [height, setHeight] = useState(120)
  const prefersDark = useMatchesMedia('(prefers-color-scheme: dark)')
  const chosen = document.documentElement.dataset.theme
  const dark = chosen === undefined ? prefersDark : chosen === 'dark'

  useEffect(() => {
    // A frame without an origin has no other address than this; what is sent is on the page already.
    const send = () => frame.current?.contentWindow?.postMessage({ diagram: code, dark }, '*')
    const hear = ({ source, data }: MessageEvent) => {
      if (source !== frame.current?.contentWindow) return
      const said = Said.safeParse(data).data
      if (said?.diagram === 'ready') send()
      if (said?.diagram === 'failed') setState('failed')
      if (said?.diagram !== 'drawn') return
      setHeight(Math.min(highest, said.height))
      setState('drawn')
    }
    window.addEventListener('message', hear)
    send()
    return () => window.removeEventListener('message', hear)
  }, [code, dark])

  return (
    <div className="drawing">
      {state === 'failed' && <p role="status">This could not be drawn. Its source above is as it was written.</p>}
      <iframe
        ref={frame}
        data-state={state}
        src="./diagram.html"
        title="The drawing of this diagram"
        sandbox="allow-scripts"
        referrerPolicy="no-referrer"
        hidden={state === 'failed'}
        style={{ height }}
      />
    </div>
  )
}
