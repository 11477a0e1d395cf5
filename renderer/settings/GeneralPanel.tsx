import { useState } from 'react'
import type { Settings } from '#contract/settings.contract'
import { useSettings } from '../app/useSettings.ts'
import { Button } from '../ui/Button.tsx'
import { Keys } from '../ui/Kbd.tsx'
import { Row, Rows } from '../ui/Rows.tsx'
import { Select } from '../ui/Select.tsx'
import { Switch } from '../ui/Switch.tsx'
import { acceleratorOf, keysOf } from './accelerator.ts'

const themes: Readonly<Record<Settings['theme'], string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
}
const densities: Readonly<Record<Settings['density'], string>> = { comfortable: 'Comfortable', compact: 'Compact' }
const fonts: Readonly<Record<Settings['readingFont'], string>> = { serif: 'Serif', sans: 'Sans' }

/** How Alcove looks, and how it is called from elsewhere. */
export function GeneralPanel() {
  const { settings, change } = useSettings()
  const isDesktop = location.protocol === 'app:'
  return (
    <>
      <Rows>
        <Row name="Theme" note="Light and dark, or whatever the system shows.">
          <Select
            label="Theme"
            align="end"
            value={settings.theme}
            options={optionsOf(themes)}
            onChange={(theme) => isKey(themes, theme) && change({ theme })}
          />
        </Row>
        <Row name="Density" note="Compact shows more rows of lists and tables.">
          <Select
            label="Density"
            align="end"
            value={settings.density}
            options={optionsOf(densities)}
            onChange={(density) => isKey(densities, density) && change({ density })}
          />
        </Row>
        <Row name="Reading font" note="For answers and documents.">
          <Select
            label="Reading font"
            align="end"
            value={settings.readingFont}
            options={optionsOf(fonts)}
            onChange={(readingFont) => isKey(fonts, readingFont) && change({ readingFont })}
          />
        </Row>
      </Rows>
      <section>
        <h2>
          <span className="em">In the background</span>
          {!isDesktop && <span className="text-muted">for the desktop app</span>}
        </h2>
        <Rows>
          <Row name="Quick ask" note="Opens the small question window from any program.">
            <ShortcutField
              accelerator={settings.quickAskShortcut}
              onChange={(quickAskShortcut) => change({ quickAskShortcut })}
            />
          </Row>
          <Row name="Start minimized" note="Alcove starts in the tray, without its window.">
            <Switch
              label="Start minimized"
              on={settings.startMinimized}
              onChange={(startMinimized) => change({ startMinimized })}
            />
          </Row>
        </Rows>
      </section>
    </>
  )
}

interface ShortcutFieldProps {
  readonly accelerator: string
  readonly onChange: (accelerator: string) => void
}

/** Takes the next keys that are pressed as the shortcut; Esc leaves it as it is. */
function ShortcutField({ accelerator, onChange }: ShortcutFieldProps) {
  const [waiting, setWaiting] = useState(false)
  return (
    <Button
      aria-label={waiting ? 'Press the new keys' : `Change the keys of quick ask, now ${accelerator || 'none'}`}
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

function optionsOf(labels: Readonly<Record<string, string>>) {
  return Object.entries(labels).map(([value, label]) => ({ value, label }))
}

function isKey<K extends string>(labels: Readonly<Record<K, string>>, value: string): value is K {
  return value in labels
}
