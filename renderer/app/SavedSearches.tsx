import { Link, useSearch } from '@tanstack/react-router'
import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { SavedSearch } from '#contract/saved-searches.contract'
import { iconButtonClass } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu, MenuItem } from '../ui/Menu.tsx'
import { RenameDialog } from '../ui/RenameDialog.tsx'
import { useSavedSearches } from './useSavedSearches.ts'

/** The searches a person keeps, by name. */
export function SavedSearches() {
  const { saved, remove, rename } = useSavedSearches()
  const [renaming, setRenaming] = useState<SavedSearch | null>(null)
  const { q } = useSearch({ strict: false })
  if (saved.length === 0) return null
  return (
    <section aria-label="Saved searches">
      <h2>Saved searches</h2>
      <ul>
        {saved.map((one) => (
          <li key={one.id} className="talk" data-current={one.query === q || undefined}>
            <Link
              to="/search"
              search={{ q: one.query }}
              className="cut"
              dir="auto"
              title={one.query}
              aria-current={one.query === q ? 'true' : undefined}
            >
              {one.name}
            </Link>
            <Menu
              align="end"
              trigger={
                <button type="button" aria-label={`More about ${one.name}`} className={iconButtonClass}>
                  <Icon of={Ellipsis} />
                </button>
              }
            >
              <MenuItem icon={Pencil} onSelect={() => setRenaming(one)}>
                Rename
              </MenuItem>
              <MenuItem icon={Trash2} onSelect={() => remove(one)}>
                Remove
              </MenuItem>
            </Menu>
          </li>
        ))}
      </ul>
      {renaming && (
        <RenameDialog
          title="Rename the search"
          name={renaming.name}
          onClose={() => setRenaming(null)}
          onRename={(name) => {
            rename({ id: renaming.id, name })
            setRenaming(null)
          }}
        />
      )}
    </section>
  )
}
