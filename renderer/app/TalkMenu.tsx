import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Archive, ArchiveRestore, Ellipsis, FolderPlus, Pencil, Pin, PinOff, Printer, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ConversationSummary, ExportFormat } from '#contract/conversations.contract'
import { iconButtonClass } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, MenuChoice, MenuItem, MenuLine } from '../ui/Menu.tsx'
import { RenameDialog } from '../ui/RenameDialog.tsx'
import { say } from '../ui/Toasts.tsx'
import { client } from './client.ts'
import { queries } from './queries.ts'
import { saveFile } from './save-file.ts'
import { useConversationWork } from './useConversations.ts'

const formats: readonly (readonly [ExportFormat, string])[] = [
  ['markdown', 'Save as Markdown'],
  ['html', 'Save as a web page'],
  ['json', 'Save as JSON, every branch'],
]

/** What can be done with one conversation. */
export function TalkMenu({ talk }: { readonly talk: ConversationSummary }) {
  const { change, remove, addFolder } = useConversationWork()
  const { data: folders = [] } = useQuery(queries.conversationFolders)
  const [asking, setAsking] = useState<'name' | 'folder' | null>(null)
  const navigate = useNavigate()
  const { id, pinned, archived, temporary } = talk
  return (
    <>
      <Menu
        align="end"
        label={talk.title}
        trigger={
          <button type="button" aria-label={`More about ${talk.title}`} className={iconButtonClass}>
            <Icon of={Ellipsis} />
          </button>
        }
      >
        <MenuItem icon={Pencil} onSelect={() => setAsking('name')}>
          Rename
        </MenuItem>
        {!temporary && (
          <>
            <MenuItem icon={pinned ? PinOff : Pin} onSelect={() => change({ id, pinned: !pinned })}>
              {pinned ? 'Unpin' : 'Pin'}
            </MenuItem>
            <MenuItem icon={archived ? ArchiveRestore : Archive} onSelect={() => change({ id, archived: !archived })}>
              {archived ? 'Out of the archive' : 'Archive'}
            </MenuItem>
            <MenuLine />
            {folders.length > 0 && (
              <MenuChoice
                label="Folder"
                value={talk.folderId ?? ''}
                onChange={(folderId) => change({ id, folderId: folderId || null })}
                options={[{ value: '', label: 'None' }, ...folders.map((one) => ({ value: one.id, label: one.title }))]}
              />
            )}
            <MenuItem icon={FolderPlus} onSelect={() => setAsking('folder')}>
              New folder…
            </MenuItem>
          </>
        )}
        <MenuLine />
        {formats.map(([format, label]) => (
          <MenuItem key={format} onSelect={() => void save(id, format)}>
            {label}
          </MenuItem>
        ))}
        <MenuItem icon={Printer} onSelect={() => void navigate({ to: '/c/$id/print', params: { id } })}>
          Print, or save as PDF
        </MenuItem>
        <MenuLine />
        <MenuItem icon={Trash2} onSelect={() => remove(talk)}>
          Remove
        </MenuItem>
      </Menu>
      {asking === 'name' && (
        <RenameDialog
          title="Rename the conversation"
          name={talk.title}
          onClose={() => setAsking(null)}
          onRename={(title) => {
            change({ id, title })
            setAsking(null)
          }}
        />
      )}
      {asking === 'folder' && (
        <RenameDialog
          title="New folder for this conversation"
          action="Make the folder"
          name=""
          onClose={() => setAsking(null)}
          onRename={(title) => {
            addFolder({ title, conversationId: id })
            setAsking(null)
          }}
        />
      )}
    </>
  )
}

async function save(conversationId: string, format: ExportFormat) {
  try {
    saveFile(await client.chat.export({ conversationId, format }))
  } catch {
    say('It could not be saved just now', 'The conversation is as it was.')
  }
}
