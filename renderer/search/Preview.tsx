import type { ReactNode } from 'react'
import type { FoundPassage } from '#contract/search.contract'
import { Button } from '../ui/Button.tsx'
import { nameOfFile } from '../ui/file-name.ts'
import { Keys } from '../ui/Kbd.tsx'

export interface PreviewProps {
  readonly passage: FoundPassage
  readonly onLike: () => void
  readonly onAskAbout: () => void
  readonly onOpen: () => void
  /** The document at the passage. */
  readonly children: ReactNode
}

/** The selected passage in its document, and what can be done with it. */
export function Preview({ passage, onLike, onAskAbout, onOpen, children }: PreviewProps) {
  return (
    <section className="peek" aria-label="Preview">
      <header>
        <span className="name cut">{nameOfFile(passage)}</span>
        {passage.page !== null && <span className="text-muted num flex-none">page {passage.page}</span>}
        <span className="grow" />
        <Button kind="quiet" onClick={onAskAbout}>
          Ask about it
        </Button>
        <Button kind="quiet" onClick={onLike}>
          More like this
        </Button>
        <Button kind="quiet" onClick={onOpen}>
          Open <Keys keys="enter" />
        </Button>
      </header>
      {children}
    </section>
  )
}
