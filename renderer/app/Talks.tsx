import { Link } from '@tanstack/react-router'
import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ConversationSummary } from '#contract/chat.contract'
import { Button, iconButtonClass } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextField } from '../ui/Field.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { dayName } from '../ui/words.ts'
import { useConversations } from './useConversations.ts'

/** Conversations by day, the newest first. */
export function Talks() {
  const { conversations, openId, remove, rename } = useConversations()
  const [renaming, setRenaming] = useState<ConversationSummary | null>(null)
  if (!conversations) return null

  return (
    <>
      {byDay(conversations, Date.now()).map(([day, talks]) => (
        <section key={day} aria-label={day}>
          <h2>{day}</h2>
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
                <Menu
                  align="end"
                  trigger={
                    <button type="button" aria-label={`More about ${talk.title}`} className={iconButtonClass}>
                      <Icon of={Ellipsis} />
                    </button>
                  }
                >
                  <MenuItem icon={Pencil} onSelect={() => setRenaming(talk)}>
                    Rename
                  </MenuItem>
                  <MenuItem icon={Trash2} onSelect={() => remove(talk)}>
                    Remove
                  </MenuItem>
                </Menu>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {renaming && (
        <Rename
          talk={renaming}
          onClose={() => setRenaming(null)}
          onRename={(title) => {
            rename({ id: renaming.id, title })
            setRenaming(null)
          }}
        />
      )}
    </>
  )
}

interface RenameProps {
  readonly talk: ConversationSummary
  readonly onClose: () => void
  readonly onRename: (title: string) => void
}

export function Rename({ talk, onClose, onRename }: RenameProps) {
  const [title, setTitle] = useState(talk.title)
  const ready = title.trim() !== ''
  return (
    <Dialog
      open
      onClose={onClose}
      title="Rename the conversation"
      actions={
        <Button kind="primary" disabled={!ready} onClick={() => onRename(title.trim())}>
          Rename
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) onRename(title.trim())
        }}
      >
        <TextField label="Name" value={title} onChange={setTitle} maxLength={200} autoFocus dir="auto" />
      </form>
    </Dialog>
  )
}

function byDay(conversations: readonly ConversationSummary[], now: number) {
  return [...Map.groupBy(conversations, (talk) => dayName(talk.updatedAt, now))]
}
