import { Link } from '@tanstack/react-router'
import { ChevronDown, ChevronRight, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ConversationFolder, ConversationSummary } from '#contract/conversations.contract'
import { Button, iconButtonClass } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { RenameDialog } from '../ui/RenameDialog.tsx'
import { dayName } from '../ui/words.ts'
import { TalkMenu } from './TalkMenu.tsx'
import { useConversations, useConversationWork } from './useConversations.ts'

/** Conversations: those in memory, those pinned, by folder, and all others by day, the newest first. */
export function Talks() {
  const { conversations, pinned, folders, openId, hasMore, more } = useConversations()
  if (!conversations) return null
  const inMemory = conversations.filter(({ temporary }) => temporary)
  const held = new Set(folders.map(({ id }) => id))
  const others = conversations.filter(
    (talk) => !talk.temporary && !talk.pinned && !(talk.folderId && held.has(talk.folderId)),
  )
  return (
    <>
      <Group name="Not kept" talks={inMemory} openId={openId} />
      <Group name="Pinned" talks={pinned} openId={openId} />
      {folders.map((folder) => (
        <Folder
          key={folder.id}
          folder={folder}
          talks={conversations.filter(({ folderId }) => folderId === folder.id)}
          openId={openId}
        />
      ))}
      {byDay(others, Date.now()).map(([day, talks]) => (
        <Group key={day} name={day} talks={talks} openId={openId} />
      ))}
      {hasMore && (
        <Button kind="quiet" onClick={more}>
          Show earlier ones
        </Button>
      )}
      <Link to="/conversations" className="all-talks">
        Find in conversations
      </Link>
    </>
  )
}

interface GroupProps {
  readonly name: string
  readonly talks: readonly ConversationSummary[]
  readonly openId: string | undefined
}

function Group({ name, talks, openId }: GroupProps) {
  if (talks.length === 0) return null
  return (
    <section aria-label={name}>
      <h2>{name}</h2>
      <List talks={talks} openId={openId} />
    </section>
  )
}

function List({ talks, openId }: Omit<GroupProps, 'name'>) {
  return (
    <ul>
      {talks.map((talk) => (
        <li key={talk.id} className="talk" data-current={talk.id === openId || undefined}>
          <Link
            to="/c/$id"
            params={{ id: talk.id }}
            className="cut"
            dir="auto"
            aria-current={talk.id === openId ? 'true' : undefined}
          >
            {talk.title}
          </Link>
          <TalkMenu talk={talk} />
        </li>
      ))}
    </ul>
  )
}

interface FolderProps extends Omit<GroupProps, 'name'> {
  readonly folder: ConversationFolder
}

function Folder({ folder, talks, openId }: FolderProps) {
  const { renameFolder, removeFolder } = useConversationWork()
  const [renaming, setRenaming] = useState(false)
  // Open while the conversation one reads is in it, until a person says otherwise.
  const [chosen, setOpen] = useState<boolean | null>(null)
  const open = chosen ?? talks.some(({ id }) => id === openId)
  return (
    <section className="talk-folder" aria-label={`Folder ${folder.title}`}>
      <div className="talk">
        <button type="button" aria-expanded={open} className="cut" onClick={() => setOpen(!open)}>
          <Icon of={open ? ChevronDown : ChevronRight} size={12} />
          <span className="cut" dir="auto">
            {folder.title}
          </span>
          <span className="num">{folder.conversations}</span>
        </button>
        <Menu
          align="end"
          label={folder.title}
          trigger={
            <button type="button" aria-label={`More about the folder ${folder.title}`} className={iconButtonClass}>
              <Icon of={Ellipsis} />
            </button>
          }
        >
          <MenuItem icon={Pencil} onSelect={() => setRenaming(true)}>
            Rename
          </MenuItem>
          <MenuItem icon={Trash2} onSelect={() => removeFolder(folder.id)}>
            Remove the folder
          </MenuItem>
        </Menu>
      </div>
      {open && <List talks={talks} openId={openId} />}
      {renaming && (
        <RenameDialog
          title="Rename the folder"
          name={folder.title}
          onClose={() => setRenaming(false)}
          onRename={(title) => {
            renameFolder({ folderId: folder.id, title })
            setRenaming(false)
          }}
        />
      )}
    </section>
  )
}

function byDay(conversations: readonly ConversationSummary[], now: number) {
  return [...Map.groupBy(conversations, (talk) => dayName(talk.updatedAt, now))]
}
