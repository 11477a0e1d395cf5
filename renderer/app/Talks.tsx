import { Link } from '@tanstack/react-router'
import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ConversationSummary } from '#contract/conversations.contract'
import { iconButtonClass } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { RenameDialog } from '../ui/RenameDialog.tsx'
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
        <RenameDialog
          title="Rename the conversation"
          name={renaming.title}
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

function byDay(conversations: readonly ConversationSummary[], now: number) {
  return [...Map.groupBy(conversations, (talk) => dayName(talk.updatedAt, now))]
}
