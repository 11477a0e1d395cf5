import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../Button.tsx'

const shownFor = 2_000

/** Copies a text, and says so where it was asked to. */
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [said, setSaid] = useState<'Copied' | 'Not copied' | null>(null)
  useEffect(() => {
    if (said === null) return
    const timer = setTimeout(() => setSaid(null), shownFor)
    return () => clearTimeout(timer)
  }, [said])

  function copy() {
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('Not copied'),
    )
  }

  return (
    <Button
      kind="quiet"
      icon={said === 'Copied' ? Check : Copy}
      iconSize={14}
      aria-label={said ?? label}
      onClick={copy}
    >
      <span aria-live="polite">{said ?? 'Copy'}</span>
    </Button>
  )
}
