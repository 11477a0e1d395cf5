import { Mic } from 'lucide-react'
import { IconButton } from '../../ui/Button.tsx'
import type { Dictation } from './useDictation.ts'

/** Begins to listen, and ends it; pressed while it does. */
export function DictateButton({ dictation: { state, toggle } }: { readonly dictation: Dictation }) {
  const isOn = state.at === 'asking' || state.at === 'listening' || state.at === 'writing'
  return (
    <IconButton
      icon={Mic}
      label="Dictate"
      keys="mod+shift+d"
      aria-pressed={isOn}
      className="aria-pressed:text-accent"
      onClick={toggle}
    />
  )
}
