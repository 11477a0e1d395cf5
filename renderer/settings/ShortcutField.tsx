import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Keys } from '../ui/Kbd.tsx'
import { acceleratorOf, keysOf } from './accelerator.ts'

export interface ShortcutFieldProps {
  readonly accelerator: string
  readonly onChange: (accelerator: string) => void
}

/** Takes the next keys that are pressed as the shortcut; Esc leaves it as it is. */
export function ShortcutField({ accelerator, onChange }: ShortcutFieldProps) {
  const [waiting, setWaiting] = useState(false)
  return (
    <Button
      aria-label={waiting ? 'Press the new keys, with Ctrl or Alt' : `Change the keys of quick ask, now ${accelerator}`}
      onClick={() => setWaiting(true)}
      onBlur={() => setWaiting(false)}
      onKeyDown={(event) => {
        if (!waiting || event.key === 'Tab') return
        event.preventDefault()
        event.stopPropagation()
        if (event.key === 'Escape') return setWaiting(false)
        const pressed = acceleratorOf(event)
        if (pressed === null) return
        onChange(pressed)
        setWaiting(false)
      }}
    >
      {waiting ? 'Press the keys…' : <Keys keys={keysOf(accelerator)} />}
    </Button>
  )
}
