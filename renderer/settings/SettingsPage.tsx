import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { usePageTitle } from '../app/page-title.ts'
import { AboutPanel } from './AboutPanel.tsx'
import { ActivityPanel } from './ActivityPanel.tsx'
import { BackupsPanel } from './BackupsPanel.tsx'
import type { ChooseFolder } from './FolderField.tsx'
import { GeneralPanel } from './GeneralPanel.tsx'
import { KeysPanel } from './KeysPanel.tsx'
import { LibraryPanel } from './LibraryPanel.tsx'
import { PrivacyPanel } from './PrivacyPanel.tsx'
import { type Section, sectionNames, sections } from './sections.ts'
import { YourDataPanel } from './YourDataPanel.tsx'
import './settings.css'

export interface SettingsPageProps {
  readonly section: Section
  /** Sections that other features make. */
  readonly models: ReactNode
  readonly answers: ReactNode
  readonly sources: ReactNode
  readonly health: ReactNode
  readonly encryption: ReactNode
  /** Where keys and passwords are kept. */
  readonly secrets: ReactNode
  readonly chooseFolder: ChooseFolder
}

/** Everything that can be set, in sections beside one column. */
export function SettingsPage({
  section,
  models,
  answers,
  sources,
  health,
  encryption,
  secrets,
  chooseFolder,
}: SettingsPageProps) {
  usePageTitle(sectionNames[section])
  const panels: Readonly<Record<Section, ReactNode>> = {
    general: <GeneralPanel />,
    answers,
    models,
    library: <LibraryPanel sources={sources} />,
    backups: <BackupsPanel chooseFolder={chooseFolder} />,
    privacy: <PrivacyPanel encryption={encryption} secrets={secrets} />,
    'your-data': <YourDataPanel chooseFolder={chooseFolder} />,
    activity: <ActivityPanel />,
    health,
    keys: <KeysPanel />,
    about: <AboutPanel />,
  }
  return (
    <main id="main" className="set" tabIndex={-1}>
      <nav className="sections" aria-label="Settings">
        <h2>Settings</h2>
        {sections.map((name) => (
          <Link
            key={name}
            to="/settings/$section"
            params={{ section: name }}
            aria-current={name === section ? 'page' : undefined}
          >
            {sectionNames[name]}
          </Link>
        ))}
      </nav>
      <div className="panel" key={section}>
        <header>
          <h1>{sectionNames[section]}</h1>
        </header>
        {panels[section]}
      </div>
    </main>
  )
}
