import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { IconButton } from './Button.tsx'

/** A command to be typed elsewhere, with a button that copies it. */
export function Command({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false)

  async function copy() {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 2_000)
  }

  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded-control bg-hover pl-3">
      <code className="type-code cut min-w-0">{text}</code>
      <IconButton icon={copied ? Check : Copy} label={copied ? 'Copied' : `Copy ${text}`} onClick={() => void copy()} />
      <span className="unseen" role="status">
        {copied && 'Copied'}
      </span>
    </span>
  )
}
