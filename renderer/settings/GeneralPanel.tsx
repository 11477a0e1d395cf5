import type { Settings } from '#contract/settings.contract'
import { useSettings } from '../app/useSettings.ts'
import { Row, Rows } from '../ui/Rows.tsx'
import { Select } from '../ui/Select.tsx'
import { Switch } from '../ui/Switch.tsx'
import { ReadAloudSection } from './ReadAloudSection.tsx'
import { ShortcutField } from './ShortcutField.tsx'

/** How Alcove looks, and how it is called from elsewhere. */
export function GeneralPanel() {
  return (
    <>
      <Rows>
        <Choice
          setting="theme"
          name="Theme"
          note="Light and dark, or whatever the system shows."
          labels={{ system: 'As the system', light: 'Light', dark: 'Dark' }}
        />
        <Choice
          setting="density"
          name="Density"
          note="Compact shows more rows of lists and tables."
          labels={{ comfortable: 'Comfortable', compact: 'Compact' }}
        />
        <Choice
          setting="readingFont"
          name="Reading font"
          note="For answers and documents."
          labels={{ serif: 'Serif', sans: 'Sans' }}
        />
        <Choice
          setting="sidebar"
          name="Side bar"
          note="Folded, it shows the pages as icons. In narrow windows it folds by itself."
          labels={{ open: 'Open', folded: 'Folded' }}
        />
      </Rows>
      <ReadAloudSection />
      <section>
        <h2>
          <span className="em">In the background</span>
          {location.protocol !== 'app:' && <span className="text-muted">for the desktop app</span>}
        </h2>
        <Rows>
          <QuickAsk />
          <StartMinimized />
        </Rows>
      </section>
    </>
  )
}

type ChoiceSetting = 'theme' | 'density' | 'readingFont' | 'sidebar'

interface ChoiceProps<Name extends ChoiceSetting> {
  readonly setting: Name
  readonly name: string
  readonly note: string
  readonly labels: Readonly<Record<Settings[Name], string>>
}

function Choice<Name extends ChoiceSetting>({ setting, name, note, labels }: ChoiceProps<Name>) {
  const { settings, change, problem } = useSettings()
  return (
    <Row name={name} note={note} problem={problem}>
      <Select
        label={name}
        align="end"
        value={settings[setting]}
        options={Object.entries<string>(labels).map(([value, label]) => ({ value, label }))}
        onChange={(value) => change({ [setting]: value })}
      />
    </Row>
  )
}

function QuickAsk() {
  const { settings, change, problem } = useSettings()
  return (
    <Row name="Quick ask" note="Opens the small question window from any program." problem={problem}>
      <ShortcutField
        accelerator={settings.quickAskShortcut}
        onChange={(quickAskShortcut) => change({ quickAskShortcut })}
      />
    </Row>
  )
}

function StartMinimized() {
  const { settings, change, problem } = useSettings()
  return (
    <Row name="Start minimized" note="Alcove starts in the tray, without its window." problem={problem}>
      <Switch
        label="Start minimized"
        on={settings.startMinimized}
        onChange={(startMinimized) => change({ startMinimized })}
      />
    </Row>
  )
}
