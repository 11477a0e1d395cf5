import { Link, useMatchRoute } from '@tanstack/react-router'
import { Library, type LucideIcon, MessageCircle, Search, Settings, SquarePen } from 'lucide-react'
import { iconButtonClass } from '../ui/Button.tsx'
import { ArchIcon, Icon } from '../ui/Icon.tsx'
import { Tooltip } from '../ui/Tooltip.tsx'
import { useConnectionState } from './live.ts'
import { useLibraryState } from './queries.ts'
import { SavedSearches } from './SavedSearches.tsx'
import { stateLine } from './state-line.ts'
import { Talks } from './Talks.tsx'

export interface SideBarProps {
  readonly folded: boolean
  readonly onFold: () => void
}

export function SideBar({ folded, onFold }: SideBarProps) {
  return (
    <nav className="side" aria-label="Pages and conversations" data-folded={folded || undefined}>
      <div className="brand">
        <Tooltip text={folded ? 'Unfold' : 'Fold'} keys="mod+b" side="right">
          <button type="button" aria-label={folded ? 'Unfold the side bar' : 'Fold the side bar'} onClick={onFold}>
            <ArchIcon />
          </button>
        </Tooltip>
        {!folded && (
          <>
            <span className="name">Alcove</span>
            <Tooltip text="New conversation" keys="mod+shift+o">
              <Link to="/" aria-label="New conversation" className={iconButtonClass}>
                <Icon of={SquarePen} />
              </Link>
            </Tooltip>
          </>
        )}
      </div>
      <Page to="/" icon={MessageCircle} label="Ask" keys="g a" folded={folded} />
      <Page to="/search" icon={Search} label="Search" keys="g s" folded={folded} />
      <Page to="/library" icon={Library} label="Library" keys="g l" folded={folded} />
      <div className="talks">
        {!folded && (
          <>
            <SavedSearches />
            <Talks />
          </>
        )}
      </div>
      <Page to="/settings" icon={Settings} label="Settings" keys="g ," folded={folded} />
      <State folded={folded} />
    </nav>
  )
}

interface PageProps {
  readonly to: '/' | '/search' | '/library' | '/settings'
  readonly icon: LucideIcon
  readonly label: string
  readonly keys: string
  readonly folded: boolean
}

function Page({ to, icon, label, keys, folded }: PageProps) {
  const isAt = useMatchRoute()
  const current = to === '/' ? isAt({ to: '/' }) || isAt({ to: '/c/$id' }) : isAt({ to, fuzzy: true })
  const link = (
    <Link to={to} className="to" aria-current={current ? 'page' : undefined} aria-label={folded ? label : undefined}>
      <Icon of={icon} />
      {!folded && label}
    </Link>
  )
  return folded ? (
    <Tooltip text={label} keys={keys} side="right">
      {link}
    </Tooltip>
  ) : (
    link
  )
}

function State({ folded }: { readonly folded: boolean }) {
  const { tone, text } = stateLine(useLibraryState(), useConnectionState())
  const line = (
    <Link to="/library" className="state" aria-label={folded ? text : undefined}>
      <span className="dot" data-tone={tone} />
      {!folded && <span className="cut num">{text}</span>}
    </Link>
  )
  return folded ? (
    <Tooltip text={text} side="right">
      {line}
    </Tooltip>
  ) : (
    line
  )
}
