import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { drawFormula, loadedKatex, loadKatex } from './formula.ts'

export interface FormulaProps {
  readonly source: string
  /** True: on a line of its own. */
  readonly wide: boolean
}

/** A formula, typeset; its source until that is loaded, and for good when it is wrong. */
export function Formula({ source, wide }: FormulaProps) {
  const [katex, setKatex] = useState(loadedKatex)
  const [drawn, setDrawn] = useState<{ readonly source: string; readonly ok: boolean } | null>(null)
  const place = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (katex) return
    let left = false
    loadKatex().then(
      (it) => !left && setKatex(() => it),
      // The source stays.
      () => {},
    )
    return () => {
      left = true
    }
  }, [katex])
  useLayoutEffect(() => {
    if (!katex) return
    const formula = drawFormula(katex, source, wide)
    place.current?.replaceChildren(...(formula?.childNodes ?? []))
    setDrawn({ source, ok: formula !== null })
  }, [katex, source, wide])

  const isDrawn = drawn?.ok && drawn.source === source
  return (
    <span className={wide ? 'formula wide' : 'formula'} dir="ltr">
      {/* The typesetter's elements are put here; React has nothing in it. */}
      <span ref={place} hidden={!isDrawn} />
      {!isDrawn && (
        <code title={drawn?.ok === false ? 'This formula could not be read; this is how it was written' : undefined}>
          {source}
        </code>
      )}
    </span>
  )
}
