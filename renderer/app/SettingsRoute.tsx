import { getRouteApi } from '@tanstack/react-router'
import { AnswersPanel } from '../chat/answers/AnswersPanel.tsx'
import { EncryptionSection } from '../encryption/EncryptionSection.tsx'
import { FolderDialog, type FolderDialogProps } from '../library/FolderDialog.tsx'
import { SourcesPanel } from '../library/SourcesPanel.tsx'
import { ModelsPanel } from '../models/ModelsPanel.tsx'
import { HealthPanel } from '../operation/HealthPanel.tsx'
import { LockedKeys, SecretsRows } from '../secrets/SecretsRows.tsx'
import { SettingsPage } from '../settings/SettingsPage.tsx'
import { toSection } from '../settings/sections.ts'

const route = getRouteApi('/framed/settings/$section')

/** A section of the settings; those that other features make are put in here. */
export function SettingsRoute() {
  const { section } = route.useParams()
  return (
    <SettingsPage
      section={toSection(section)}
      models={<ModelsPanel keys={<LockedKeys />} />}
      answers={<AnswersPanel />}
      sources={<SourcesPanel />}
      health={<HealthPanel />}
      encryption={<EncryptionSection />}
      secrets={<SecretsRows />}
      chooseFolder={ChooseFolder}
    />
  )
}

/** A folder for backups: nothing in it is read. */
function ChooseFolder(props: Omit<FolderDialogProps, 'purpose'>) {
  const description = 'What is in it stays as it is, and is not read.'
  return <FolderDialog purpose={{ description, action: 'Use this folder' }} {...props} />
}
