import { Pause, Play } from 'lucide-react'
import type { LibraryState } from '#contract/library.contract'
import { Button } from '../ui/Button.tsx'
import { stripOf } from './strip.ts'

export interface WorkStripProps {
  readonly library: LibraryState
  readonly onPause: () => void
  readonly onResume: () => void
}

/** What is going on in the library, how fast, and for how long. */
export function WorkStrip({ library, onPause, onResume }: WorkStripProps) {
  const strip = stripOf(library)
  if (!strip) return null
  const busy = strip.tone === 'busy'
  return (
    <section className="strip" aria-label="Work in progress" data-tone={strip.tone}>
      <span className="cut num" role={strip.tone === 'blocked' ? 'alert' : undefined}>
        <b>{strip.what}</b>
        {strip.more && (
          <span className="text-muted">
            <span className="sep"> · </span>
            {strip.more}
          </span>
        )}
      </span>
      <span className="grow" />
      <Button kind="quiet" icon={busy ? Pause : Play} onClick={busy ? onPause : onResume}>
        {busy ? 'Pause' : 'Go on'}
      </Button>
      {strip.done !== null && (
        <span
          className="track"
          role="progressbar"
          aria-label={strip.what}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(strip.done * 100)}
        >
          <i style={{ transform: `scaleX(${strip.done})` }} />
        </span>
      )}
    </section>
  )
}
