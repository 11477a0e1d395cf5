import { Dialog } from '@base-ui/react/dialog'
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { Menu as MenuIcon, SquarePen } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useLockAction } from '../encryption/useLockAction.ts'
import { AddLayer } from '../library/AddLayer.tsx'
import { useCrashNotice } from '../operation/useCrashNotice.ts'
import { buttonClass, IconButton, iconButtonClass } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { useElapsed } from '../ui/Skeleton.tsx'
import { Toasts } from '../ui/Toasts.tsx'
import { useMatchesMedia } from '../ui/useMatchesMedia.ts'
import { DrawsDiagrams } from '../ui/writing/Diagram.tsx'
import { useActionKeys, useActions } from './actions.ts'
import { useAsked } from './asked.ts'
import './frame.css'
import { KeysDialog } from './KeysDialog.tsx'
import { useConnectionState, useLiveLibrary, useLiveTitles, useRefetchAfterLoss } from './live.ts'
import { usePageTitleStore } from './page-title.ts'
import { ReadOnlyLine } from './ReadOnlyLine.tsx'
import { SideBar } from './SideBar.tsx'
import { useDocument } from './useDocument.ts'
import { useFlag } from './useFlags.ts'
import { useLook, useSettings } from './useSettings.ts'
import { useShellEvents } from './useShellEvents.ts'

const DocumentViewer = lazy(() =>
  import('../viewer/DocumentViewer.tsx').then(({ DocumentViewer: viewer }) => ({ default: viewer })),
)

// Loaded when they are first called for.
const LookInto = lazy(async () => ({ default: (await import('./LookInto.tsx')).LookInto }))
const Palette = lazy(async () => ({ default: (await import('../palette/Palette.tsx')).Palette }))

/** What stands around every page: side bar, open document, keys, messages. */
export function AppFrame() {
  useLook()
  useLiveLibrary()
  useLiveTitles()
  useRefetchAfterLoss()
  useShellEvents()
  useCrashNotice()
  useLockAction()
  useActionKeys()
  const { settings, change } = useSettings()
  const narrow = useMatchesMedia('(min-width: 720px) and (max-width: 1099px)')
  const folded = settings.sidebar === 'folded' || narrow
  const fold = () => change({ sidebar: settings.sidebar === 'folded' ? 'open' : 'folded' })
  const [keysOpen, setKeysOpen] = useState(false)
  const [palette, setPalette] = useState<'unused' | 'open' | 'closed'>('unused')
  const document = useDocument()
  const asked = useAsked((store) => store.asked)
  const drawsDiagrams = useFlag('diagrams')
  usePageActions({ fold, showKeys: () => setKeysOpen(true), showPalette: () => setPalette('open') })

  return (
    <div className="frame" data-side={folded ? 'folded' : 'open'}>
      <a href="#main" className={`skip ${buttonClass('primary')}`} onClick={focusMain}>
        Skip to the page
      </a>
      <SideBar folded={folded} onFold={fold} />
      <TopBar />
      <div className="content" data-document={document.place ? (document.full ? 'full' : 'beside') : undefined}>
        <div className="current">
          <ReadOnlyLine />
          <DrawsDiagrams value={drawsDiagrams}>
            <Outlet />
          </DrawsDiagrams>
        </div>
        {document.place && (
          <Suspense fallback={null}>
            <DocumentViewer place={document.place} />
          </Suspense>
        )}
      </div>
      <ConnectionLine />
      <AddLayer />
      {palette !== 'unused' && (
        <Suspense>
          <Palette open={palette === 'open'} onClose={() => setPalette('closed')} />
        </Suspense>
      )}
      {asked && (
        <Suspense>
          <LookInto asked={asked} />
        </Suspense>
      )}
      <KeysDialog open={keysOpen} onClose={() => setKeysOpen(false)} />
      <Toasts />
    </div>
  )
}

interface PageActions {
  readonly fold: () => void
  readonly showKeys: () => void
  readonly showPalette: () => void
}

function usePageActions({ fold, showKeys, showPalette }: PageActions) {
  const navigate = useNavigate()
  useActions([
    { id: 'go-ask', group: 'Go to', label: 'Ask', keys: 'g a', run: () => void navigate({ to: '/' }) },
    { id: 'go-search', group: 'Go to', label: 'Search', keys: 'g s', run: () => void navigate({ to: '/search' }) },
    {
      id: 'go-conversations',
      group: 'Go to',
      label: 'Find in conversations',
      keys: 'g c',
      run: () => void navigate({ to: '/conversations' }),
    },
    { id: 'go-library', group: 'Go to', label: 'Library', keys: 'g l', run: () => void navigate({ to: '/library' }) },
    {
      id: 'go-settings',
      group: 'Go to',
      label: 'Settings',
      keys: 'g ,',
      run: () => void navigate({ to: '/settings' }),
    },
    {
      id: 'new-conversation',
      group: 'Ask',
      label: 'New conversation',
      keys: 'mod+shift+o',
      whileTyping: true,
      run: () => void navigate({ to: '/' }),
    },
    { id: 'fold', group: 'Page', label: 'Fold or unfold the side bar', keys: 'mod+b', whileTyping: true, run: fold },
    {
      id: 'palette',
      group: 'Page',
      label: 'Find an action, a page or a document',
      keys: 'mod+k',
      whileTyping: true,
      run: showPalette,
    },
    { id: 'keys', group: 'Page', label: 'Keys of this page', keys: '?', run: showKeys },
  ])
}

function TopBar() {
  const title = usePageTitleStore((store) => store.title)
  const [open, setOpen] = useState(false)
  const { href } = useLocation()
  useEffect(() => setOpen(false), [href])

  return (
    <header className="top">
      <IconButton icon={MenuIcon} label="Pages" onClick={() => setOpen(true)} />
      <span className="cut min-w-0 grow px-1">{title}</span>
      <Link to="/" aria-label="New conversation" className={iconButtonClass}>
        <Icon of={SquarePen} />
      </Link>
      <Dialog.Root open={open} onOpenChange={(next: boolean) => setOpen(next)}>
        <Dialog.Portal>
          <Dialog.Backdrop className="fixed inset-0 z-30 bg-scrim transition-opacity duration-100" />
          <Dialog.Popup
            aria-label="Pages and conversations"
            className="fixed inset-y-0 left-0 z-30 w-[min(280px,80vw)] bg-surface shadow-float outline-none"
          >
            <SideBar folded={false} onFold={() => setOpen(false)} />
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </header>
  )
}

function ConnectionLine() {
  return useConnectionState() === 'lost' ? <Lost /> : null
}

function Lost() {
  const long = useElapsed(8_000)
  const shown = useElapsed(600)
  if (!shown) return null
  return (
    <p className="lost" role="status">
      Connection lost, trying again{long && '. If Alcove was closed, start it and this page goes on.'}
    </p>
  )
}

function focusMain(event: { preventDefault: () => void }) {
  event.preventDefault()
  document.querySelector<HTMLElement>('main')?.focus()
}
