type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** Pressed keys as the system names a global shortcut; null until a key is pressed together with Ctrl, ⌘ or Alt. */
export function acceleratorOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string | null {
  const name = keyName(key, code)
  if (name === null || !(ctrlKey || metaKey || altKey)) return null
  const held = [(ctrlKey || metaKey) && 'CommandOrControl', altKey && 'Alt', shiftKey && 'Shift']
  return [...held, name].filter(Boolean).join('+')
}

/** A global shortcut as the page writes keys: `mod+shift+space`. */
export function keysOf(accelerator: string): string {
  return accelerator
    .split('+')
    .map((part) => {
      if (['CommandOrControl', 'CmdOrCtrl', 'Command', 'Control', 'Cmd', 'Ctrl'].includes(part)) return 'mod'
      return part.toLowerCase()
    })
    .join('+')
}

function keyName(key: string, code: string) {
  if (code === 'Space') return 'Space'
  if (/^Key[A-Z]$/.test(code)) return code.slice(3)
  if (/^Digit\d$/.test(code)) return code.slice(5)
  return /^F\d{1,2}$/.test(key) ? key : null
}
