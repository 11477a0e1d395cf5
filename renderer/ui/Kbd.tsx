import { CornerDownLeft } from 'lucide-react'
import { Icon } from './Icon.tsx'

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

const names: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: isMac ? '⇧' : 'Shift',
  alt: isMac ? '⌥' : 'Alt',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  space: 'Space',
  delete: 'Del',
}

/** Draws the keys of a shortcut: `mod+k` are pressed together, `g s` one after the other. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className="inline-flex flex-none gap-1">
      {keys
        .split(' ')
        .flatMap((chord) => chord.split('+'))
        .map((key, index) => (
          <Kbd key={`${index}${key}`} name={key} />
        ))}
    </span>
  )
}

function Kbd({ name }: { readonly name: string }) {
  if (name === 'enter') {
    return (
      <kbd>
        <Icon of={CornerDownLeft} size={12} />
        <span className="unseen">Enter</span>
      </kbd>
    )
  }
  return <kbd>{names[name] ?? (name.length === 1 ? name.toUpperCase() : name)}</kbd>
}
